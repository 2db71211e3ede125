using System.Text;
using NodaTime;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Migration;

/// <summary>Fills a journal with everything that an append can write.</summary>
internal static class SampleJournal
{
    public const string CaughtUp = "caught-up.v1";
    public const string Behind = "behind.v1";

    /// <summary>Saved under another name than its checksum says.</summary>
    public const string Damaged = "damaged.v1";

    public const string NeverSaved = "never-saved.v1";
    public const int DueOfTheBusiest = 40;
    private const int Members = 60;

    public static readonly IReadOnlyList<string> Projections = [CaughtUp, Behind, Damaged, NeverSaved];

    private static readonly Instant Soon = Instant.FromUtc(2027, 1, 1, 0, 0);

    public static async Task FillAsync(IJournal journal, CancellationToken cancellation, int seed = 1)
    {
        var random = new Random(seed);
        var registry = new Scribe(StreamId.Registry);
        await journal.AppendAsync(registry.Next($"opened {seed}"));
        await journal.AppendAsync(registry.Next("key"));
        var members = Enumerable.Range(0, Members).Select(i => Scribe.OfMember($"m{i} é中")).ToArray();
        for (var round = 0; round < 12; round++)
        {
            await Task.WhenAll(members.Where(_ => random.Next(3) > 0)
                .Select(member => journal.AppendAsync(Random(member, random, round)).AsTask()).ToList());
        }

        await FillTheBusiestAsync(journal);
        await EraseSomeAsync(journal, members, cancellation);
        await DoSomeAsync(journal, cancellation);
        var behind = (await journal.ReadFeedAsync(FeedCursor.Beginning, 5, cancellation)).Next;
        await SaveAsync(journal, Behind, new ProjectionState(behind, new byte[] { 5 }), cancellation);
        var all = (await journal.ReadFeedAsync(FeedCursor.Beginning, 100_000, cancellation)).Next;
        await SaveAsync(journal, CaughtUp, new ProjectionState(all, new byte[] { 1, 2 }), cancellation);
        var damaged = ProjectionSeal.Seal(CaughtUp, new ProjectionState(all, new byte[] { 7 }));
        await journal.SaveProjectionAsync(Damaged, damaged, cancellation);
    }

    private static ValueTask SaveAsync(
        IJournal journal, string name, ProjectionState state, CancellationToken cancellation) =>
        journal.SaveProjectionAsync(name, ProjectionSeal.Seal(name, state), cancellation);

    private static Append Random(Scribe member, Random random, int round) => member.Next(
        $"round {round}",
        rows: [$"once {round}", $"again {random.Next(3)}"],
        snapshot: random.Next(4) == 0 ? $"state {round}" : null,
        side: random.Next(3) == 0 ? Encoding.UTF8.GetBytes($"salt+{random.Next()}") : null,
        due: random.Next(5) == 0 ? [new DueItem(Soon.Plus(Duration.FromSeconds(random.Next(50))), $"{round}")] : null);

    /// <summary>More due work than one append takes, some of it twice the same.</summary>
    private static async Task FillTheBusiestAsync(IJournal journal)
    {
        var busiest = Scribe.OfMember("busiest");
        for (var i = 0; i < DueOfTheBusiest / 10; i++)
        {
            var due = Enumerable.Range(0, 10).Select(n => new DueItem(Soon.Plus(Duration.FromDays(n)), "lapse"));
            await journal.AppendAsync(busiest.Next($"{i}", due: [.. due]));
        }
    }

    private static async Task EraseSomeAsync(IJournal journal, Scribe[] members, CancellationToken cancellation)
    {
        foreach (var member in members.Take(20))
        {
            var page = await journal.ReadBackwardAsync(member.Stream, null, 100, cancellation);
            await journal.EraseSideAsync(page.Records[^1], cancellation);
        }
    }

    private static async Task DoSomeAsync(IJournal journal, CancellationToken cancellation)
    {
        foreach (var entry in await journal.ReadDueAsync(Soon.Plus(Duration.FromSeconds(20)), 1_000, cancellation))
        {
            await journal.CompleteDueAsync(entry.Token, cancellation);
        }
    }
}
