using System.Text;
using NodaTime;
using Rewards.Journal;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Reliability.Tests.PowerLoss;

/// <summary>
/// Writes one stream with everything that an append may carry, and remembers what was acknowledged. Version n says "n",
/// sets the row "n", has a text beside it and due work; every seventh does the due work of the one before, every ninth
/// carries a snapshot, and some texts are erased again.
/// </summary>
internal sealed class Writer(int number)
{
    /// <summary>Later than all work that is due.</summary>
    public static readonly Instant AllDue = Instant.FromUtc(9999, 1, 1, 0, 0);

    private static readonly Instant DueFrom = Instant.FromUtc(2027, 1, 1, 0, 0);
    private readonly Scribe scribe = Scribe.OfMember($"m{number}");
    private long acknowledged;
    private long erased;

    public StreamId Stream => scribe.Stream;

    public long Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Texts up to this version are erased for certain.</summary>
    public long Erased => Volatile.Read(ref erased);

    public static Instant DueOf(int writer, long version) =>
        DueFrom + Duration.FromSeconds((version * 1000) + writer);

    public static bool DoesDue(long version) => version % 7 == 0;

    /// <summary>Until the disk is gone.</summary>
    public async Task WriteAsync(IJournal journal, Random random, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await AppendAsync(journal, random, cancellation);
                if (random.Next(40) == 0)
                {
                    await EraseAsync(journal, cancellation);
                }
            }
        }
        catch (Exception e) when (e is JournalUnavailableException or JournalOutcomeUnknownException
            or JournalConflictException or JournalCorruptException)
        {
            // The power is gone: nothing that comes after it counts.
        }
    }

    /// <summary>Goes on from what is there after a restart.</summary>
    public void StandAt(StreamTail tail)
    {
        scribe.StandAt(tail.Version, tail.Hash);
        Volatile.Write(ref acknowledged, tail.Version);
    }

    /// <summary>Begins anew, as on a new disk.</summary>
    public void Forget()
    {
        scribe.StandAt(0, Rewards.Journal.Records.HashChain.Origin);
        (acknowledged, erased) = (0, 0);
    }

    private async Task AppendAsync(IJournal journal, Random random, CancellationToken cancellation)
    {
        var version = scribe.Version + 1;
        DueToken[] done = [];
        if (DoesDue(version))
        {
            var at = DueOf(number, version - 1);
            var due = await journal.ReadDueAsync(at, 10_000, cancellation);
            done = [.. due.Where(entry => entry.Stream == Stream && entry.At == at).Select(entry => entry.Token)];
        }

        await journal.AppendAsync(scribe.Next(
            $"{version}",
            rows: [$"{version}", $"latest {random.Next(3)}"],
            snapshot: version % 9 == 0 ? $"snapshot {version}" : null,
            side: Encoding.UTF8.GetBytes($"text {version} {new string('x', random.Next(random.Next(2_000)))}"),
            due: [new DueItem(DueOf(number, version), $"{version}")],
            done: done));
        Volatile.Write(ref acknowledged, version);
    }

    private async Task EraseAsync(IJournal journal, CancellationToken cancellation)
    {
        var page = await journal.ReadBackwardAsync(Stream, null, 1_000, cancellation);
        var upTo = page.Records[0].Version;
        foreach (var record in page.Records.Where(record => record.Version > erased))
        {
            await journal.EraseSideAsync(record, cancellation);
        }

        Volatile.Write(ref erased, upTo);
    }
}
