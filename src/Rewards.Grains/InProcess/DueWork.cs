using NodaTime;
using Rewards.Domain;
using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>
/// Wakes grains for what is due: expiry of lots, lapse of pending awards. The journal's index is the only memory, so
/// what was due during a downtime is done after it, and members who never come back are woken too. What fails is
/// tried again, later and later, and holds nothing else up. What cannot be read is passed over, told of once, and lags.
/// </summary>
public sealed class DueWork(IJournal journal, IGrains grains, TimeProvider time, Action<Exception, string> report)
{
    private const int EntriesPerRead = 512;

    /// <summary>Most grains woken at once: callers need places in memory and turns too.</summary>
    private const int WokenAtOnceMax = 32;

    /// <summary>Longest sleep: an entry that another owner adds is seen at latest then.</summary>
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private const long Nothing = long.MaxValue;

    private readonly Dictionary<DueToken, (int Failures, Instant RetryAt)> failing = [];
    private Instant lookedAt = Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>When the earliest undone entry was due, in ticks: read by others.</summary>
    private long undoneSince = Nothing;

    /// <summary>
    /// How long the earliest undone entry has been due. While nothing can be read, as if one had become due at the last
    /// look.
    /// </summary>
    public Duration Lag => Volatile.Read(ref undoneSince) is var since && since == Nothing
        ? Duration.Zero
        : Duration.Max(Duration.Zero, Now - Instant.FromUnixTimeTicks(since));

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

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
        try
        {
            return await RunRoundAsync(cancellation);
        }
        catch
        {
            Interlocked.CompareExchange(ref undoneSince, lookedAt.ToUnixTimeTicks(), Nothing);
            throw;
        }
    }

    private async ValueTask<int> RunRoundAsync(CancellationToken cancellation)
    {
        var done = 0;
        while (!cancellation.IsCancellationRequested)
        {
            var now = Now;
            var due = await journal.ReadDueAsync(now, EntriesPerRead + failing.Count, cancellation);
            lookedAt = now;
            Volatile.Write(ref undoneSince, UndoneSince(due));
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
    private long UndoneSince(IReadOnlyList<DueEntry> due)
    {
        foreach (var entry in due)
        {
            if (!failing.TryGetValue(entry.Token, out var known) || known.Failures > 0)
            {
                return entry.At.ToUnixTimeTicks();
            }
        }

        return Nothing;
    }

    private async Task<bool> WakeAsync(DueEntry entry, Instant now)
    {
        if (entry.Damage is { } damage)
        {
            PassOver(entry.Token, damage);
            return false;
        }

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

    /// <summary>Nobody knows whom to wake; it stays where it is, and counts as undone.</summary>
    private void PassOver(DueToken token, string damage)
    {
        lock (failing)
        {
            failing[token] = (1, Instant.MaxValue);
        }

        report(
            new JournalCorruptException(damage),
            "Due work is damaged and passed over; 'rewards verify' names who waits for it.");
    }
}
