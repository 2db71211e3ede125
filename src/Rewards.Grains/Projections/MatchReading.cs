using NodaTime;
using Rewards.Domain;
using Rewards.Grains.Communities;
using Rewards.Journal;

namespace Rewards.Grains.Projections;

/// <summary>
/// Brings <see cref="PayAndContribution"/> up to the journal when a report is asked for, and only then: who never asks
/// pays nothing. One reader at a time; others wait and find it done.
/// </summary>
public sealed class MatchReading : IAsyncDisposable
{
    /// <summary>A long catch-up that is broken off begins again from the last save.</summary>
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly IJournal journal;
    private readonly ProgrammeCache programmes;
    private readonly PayAndContribution sums;
    private readonly ProjectionRunner runner;
    private readonly TimeProvider time;
    private bool loaded;

    /// <param name="journal">What is followed.</param>
    /// <param name="programmes">Time zones of communities.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Told when what was saved is damaged; it is computed again.</param>
    public MatchReading(
        IJournal journal, ProgrammeCache programmes, TimeProvider time, Action<Exception, string>? report = null)
    {
        (this.journal, this.programmes, this.time) = (journal, programmes, time);
        sums = new PayAndContribution(ZoneOf, Find);
        runner = new ProjectionRunner(journal, sums, time, report ?? (static (_, _) => { }), saveEvery: SaveEvery);
    }

    /// <summary>One month with everything that was committed when it was asked for, and when that was.</summary>
    /// <exception cref="GrainUnavailableException">The journal does not answer; ask again later.</exception>
    public ValueTask<(MonthCopy? Month, Instant AsOf)> ReadAsync(
        CommunityId community, YearMonth month, string currency, CancellationToken cancellation) =>
        JournalTrouble.ReadAsync(() => CatchUpAndCopyAsync(community, month, currency, cancellation));

    /// <summary>
    /// What each rule gave one member in a month and what of it was reversed, from the member's own records.
    /// </summary>
    /// <returns>The costs, and whether they are of the whole month: of very many records the latest are read.</returns>
    /// <exception cref="GrainUnavailableException">The journal does not answer; ask again later.</exception>
    public ValueTask<(IReadOnlyList<RuleCost> Costs, bool All)> CostsOfAsync(
        CommunityId community, string member, YearMonth month, string currency, CancellationToken cancellation) =>
        JournalTrouble.ReadAsync(async () =>
        {
            var costs = new MemberCosts(journal, ZoneOf(community.Value), Find);
            var all = await costs.ReadAsync(StreamId.OfMember(community.Value, member), month, cancellation);
            return (costs.Of(community.Value, month, currency), all);
        });

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (loaded)
            {
                await runner.SaveAsync();
            }
        }
        catch (Exception e) when (e is JournalUnavailableException or JournalOutcomeUnknownException)
        {
            // What was saved before is as true; the next reader goes on from there.
        }

        one.Dispose();
    }

    private async ValueTask<(MonthCopy? Month, Instant AsOf)> CatchUpAndCopyAsync(
        CommunityId community, YearMonth month, string currency, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            var asOf = Instant.FromDateTimeOffset(time.GetUtcNow());

            // Long, and it never waits: not on the caller's thread, which may serve sockets.
            await Task.Run(() => CatchUpAsync(cancellation), cancellation);
            return (sums.Copy(community.Value, month, currency), asOf);
        }
        catch
        {
            // A page may have been applied in part.
            loaded = false;
            throw;
        }
        finally
        {
            one.Release();
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        if (!loaded)
        {
            await runner.LoadAsync(cancellation);
            loaded = true;
        }

        await runner.CatchUpAsync(cancellation);
    }

    /// <summary>Records of a community follow its first publication, so its programme is there.</summary>
    private DateTimeZone ZoneOf(string community) =>
        programmes.CurrentAsync(community).AsTask().GetAwaiter().GetResult().Calendar.Zone;

    private StoredRecord? Find(StreamId stream, RowKey row) =>
        journal.FindRowAsync(stream, row, CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
