using System.Collections.Concurrent;
using NodaTime;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Grains.Vesting;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Verification;

/// <summary>
/// The index of due work against what members wait for: without its entry a lot would never expire and an award never
/// lapse. Entries for what is settled meanwhile are no fault; entries of nobody are. Only as many entries as fit are
/// held, earliest first; what is due after them is not judged.
/// </summary>
internal sealed class DueCheck
{
    private static readonly Instant EndOfTime = Instant.FromUtc(9999, 1, 1, 0, 0);
    private readonly ConcurrentDictionary<(StreamId Stream, Instant At, string Key), bool> entries = new();
    private readonly Instant judgedBefore;

    private DueCheck(IEnumerable<DueEntry> due, Instant judgedBefore)
    {
        this.judgedBefore = judgedBefore;
        foreach (var entry in due)
        {
            entries.TryAdd((entry.Stream, entry.At, entry.Key), false);
        }
    }

    public static async ValueTask<DueCheck> LoadAsync(
        IJournal journal, int entriesMax, Findings findings, CancellationToken cancellation)
    {
        try
        {
            var due = await journal.ReadDueAsync(EndOfTime, entriesMax, cancellation);
            foreach (var damaged in due.Where(entry => entry.Damage is not null))
            {
                findings.Add($"Due work cannot be read. {damaged.Damage}");
            }

            return new DueCheck(
                due.Where(entry => entry.Damage is null), due.Count < entriesMax ? Instant.MaxValue : due[^1].At);
        }
        catch (JournalCorruptException e)
        {
            findings.Add($"Due work cannot be read: {e.Message}");
            return new DueCheck([], Instant.MinValue);
        }
    }

    /// <summary>What a member waits for must be among the entries.</summary>
    public void Expect(StreamAudit audit, Instant at, string key)
    {
        var due = (audit.Stream, Microseconds.Floor(at), key);
        if (at < judgedBefore && !entries.TryUpdate(due, true, false) && !entries.ContainsKey(due))
        {
            audit.Complain($"it waits for '{key}' at {at}, and no due work will wake it.");
        }
    }

    /// <summary>Entries that nobody waits for must at least be about something that there is.</summary>
    public async Task EndAsync(IJournal journal, Findings findings, CancellationToken cancellation)
    {
        foreach (var ((stream, at, key), _) in entries.Where(entry => !entry.Value))
        {
            if (!await IsAboutSomethingAsync(journal, stream, key, cancellation))
            {
                findings.Add(new Finding(stream, 0, $"due work '{key}' at {at} is about nothing that there is."));
            }
        }
    }

    private static async ValueTask<bool> IsAboutSomethingAsync(
        IJournal journal, StreamId stream, string key, CancellationToken cancellation)
    {
        try
        {
            var prefix = Array.Find(
                (string[])[MemberActivation.LapseWork, MemberActivation.DeliverWork, MemberActivation.FreeWork],
                known => key.StartsWith(known, StringComparison.Ordinal));
            if (key.StartsWith(VestingRow.DueWork, StringComparison.Ordinal))
            {
                return await journal.FindRowAsync(
                    stream, RecordedActivity.Key(VestingRow.ActivityOf(key)), cancellation) is not null;
            }

            if (PublishingTurns.GrantsOf(key) is { } version)
            {
                return await journal.FindRowAsync(stream, CommunityReading.RulesRow(version), cancellation) is not null;
            }

            return prefix is not null
                ? await journal.FindRowAsync(
                    stream, RecordedActivity.Key(key[prefix.Length..]), cancellation) is not null
                : key == MemberActivation.ExpiryWork
                    && (await journal.ReadTailAsync(stream, cancellation)).Version > 0;
        }
        catch (JournalCorruptException)
        {
            // The stream is there, and its own audit names what is wrong with it.
            return true;
        }
    }
}
