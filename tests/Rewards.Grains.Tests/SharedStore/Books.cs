using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Grains.InProcess;
using Rewards.Grains.Projections;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Tests.SharedStore;

/// <summary>What the store holds in the end, read by a host that nothing disturbs.</summary>
internal static class Books
{
    private const int PageRecords = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Each acknowledged activity is there once; nothing is there twice or was never told; balances are what the
    /// activities that are there come to.
    /// </summary>
    /// <returns>How many activities are there.</returns>
    public static async Task<int> AssertAsync(
        IJournal journal, IReadOnlyCollection<Told> told, IReadOnlyCollection<Told> acknowledged)
    {
        await using var grains = new LocalGrains(journal, TimeProvider.System, new GrainOptions());
        var there = 0;
        foreach (var member in told.GroupBy(activity => activity.Member))
        {
            var recorded = await RecordedAsync(journal, StreamId.OfMember(SharedStore.Community.Value, member.Key));
            Assert.Equal(recorded.Count, recorded.Distinct().Count());
            Assert.Subset(member.Select(activity => activity.Id).ToHashSet(), recorded.ToHashSet());
            Assert.Subset(
                recorded.ToHashSet(),
                acknowledged.Where(a => a.Member == member.Key).Select(activity => activity.Id).ToHashSet());

            var ofRecorded = member.DistinctBy(activity => activity.Id).Where(a => recorded.Contains(a.Id)).ToList();
            var articles = ofRecorded.Where(activity => activity.Type == "read").Select(a => a.Subject).Distinct();
            Assert.Equal(
                (3 * recorded.Count, 5 * articles.Count()), await BalancesAsync(grains, new MemberId(member.Key)));
            there += recorded.Count;
        }

        return there;
    }

    /// <summary>
    /// The feed tells of every record, once or more: totals are those of the balances. What a host that stopped left
    /// untold, because another one's records came before, is told by a third a little later.
    /// </summary>
    public static async Task AssertTotalsAsync(IJournal journal, long stars)
    {
        var totals = new CommunityTotals();
        var runner = new ProjectionRunner(
            journal, totals, TimeProvider.System, (e, what) => throw new InvalidOperationException(what, e));
        await runner.LoadAsync(Cancellation);
        await runner.CatchUpAsync(Cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        while (Issued(totals) < stars && !patience.IsCancellationRequested)
        {
            await journal.WaitFeedAsync(runner.Cursor, patience.Token).AsTask()
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await runner.CatchUpAsync(Cancellation);
        }

        Assert.Equal(stars, Issued(totals));
    }

    private static long Issued(CommunityTotals totals) =>
        (long)(totals.Of(SharedStore.Community.Value).SingleOrDefault(total => total.Currency == "stars")?.Issued ?? 0);

    private static async Task<List<string>> RecordedAsync(IJournal journal, StreamId stream)
    {
        var ids = new List<string>();
        RecordPointer? from = null;
        do
        {
            var page = await journal.ReadBackwardAsync(stream, from, PageRecords, Cancellation);
            ids.AddRange(page.Records.SelectMany(record => record.Content.Events)
                .Select(recorded => EventCatalogue.Read(recorded))
                .OfType<ActivityRecorded>().Select(recorded => recorded.Activity.Id.Value));
            from = page.Next;
        }
        while (from is not null);
        return ids;
    }

    private static async Task<(long Stars, long Feathers)> BalancesAsync(LocalGrains grains, MemberId member)
    {
        var view = await grains.Member(SharedStore.Community, member).GetAsync();
        long Of(string currency) =>
            view?.Balances.FirstOrDefault(held => held.Balance.Currency == currency)?.Balance.Available ?? 0;
        return (Of("stars"), Of("feathers"));
    }
}
