using NodaTime;
using Rewards.Domain;
using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>
/// Wakes grains for what is due: expiry of lots, lapse of pending awards. The journal's index is the only memory, so
/// what was due during a downtime is done after it, and members who never come back are woken too. What fails is
/// tried again, later and later, and holds nothing else up.
/// </summary>
public sealed class DueWork(IJournal journal, IGrains grains, TimeProvider time, Action<Exception, string> report)
{
    private const int EntriesPerRead = 512;

    /// <summary>Most grains woken at once: callers need places in memory and turns too.</summary>
    private const int WokenAtOnceMax = 32;

    /// <summary>Longest sleep: an entry that another owner adds is seen at latest then.</summary>
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<DueToken, (int Failures, Instant RetryAt)> failing = [];

    /// <summary>How long the earliest undone entry has been due, as of the last round.</summary>
    public Duration Lag { get; private set; }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var tick = new PeriodicTimer(CheckEvery, time);
        do
        {
            try
            {
                await RunDueAsync(cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                report(e, "Due work could not be read; it is tried again.");
            }
        }
        while (await tick.WaitForNextTickAsync(cancellation));
    }

    /// <summary>Does everything that is due now; returns how many entries were done.</summary>
    public async ValueTask<int> RunDueAsync(CancellationToken cancellation)
    {
        var done = 0;
        while (!cancellation.IsCancellationRequested)
        {
            var now = Instant.FromDateTimeOffset(time.GetUtcNow());
            var due = await journal.ReadDueAsync(now, EntriesPerRead + failing.Count, cancellation);
            Lag = LagOf(due, now);
            var ready = due.Where(entry => !(failing.TryGetValue(entry.Token, out var f) && f.RetryAt > now)).ToArray();
            if (ready.Length == 0)
            {
                return done;
            }

            foreach (var some in ready.Chunk(WokenAtOnceMax))
            {
                var results = await Task.WhenAll(some.Select(entry => WakeAsync(entry, now)));
                done += results.Count(success => success);
            }
        }

        return done;
    }

    /// <summary>What is under way does not lag.</summary>
    private Duration LagOf(IReadOnlyList<DueEntry> due, Instant now)
    {
        foreach (var entry in due)
        {
            if (!failing.TryGetValue(entry.Token, out var known) || known.Failures > 0)
            {
                return now - entry.At;
            }
        }

        return Duration.Zero;
    }

    private async Task<bool> WakeAsync(DueEntry entry, Instant now)
    {
        try
        {
            var community = new CommunityId(entry.Stream.Community);
            await (entry.Stream.Kind == StreamKind.Community
                ? grains.Community(community).WakeAsync(entry)
                : grains.Member(community, new MemberId(entry.Stream.Name)).WakeAsync(entry));
            lock (failing)
            {
                failing.Remove(entry.Token);
            }

            return true;
        }
        catch (NotYetException e)
        {
            lock (failing)
            {
                failing[entry.Token] = (0, now + e.After);
            }

            return false;
        }
        catch (Exception e)
        {
            lock (failing)
            {
                var failures = failing.TryGetValue(entry.Token, out var known) ? known.Failures + 1 : 1;
                failing[entry.Token] = (failures, now + Duration.FromSeconds(1 << Math.Min(failures, 10)));
            }

            report(e, $"Due work '{entry.Key}' of {entry.Stream} failed; it is tried again.");
            return false;
        }
    }
}
