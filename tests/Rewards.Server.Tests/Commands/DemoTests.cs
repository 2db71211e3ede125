using System.Globalization;
using System.Text;
using Rewards.Demo;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Verification;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.InMemory;
using Rewards.Server.Configuration;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Commands;

/// <summary>A demo is a journal that a server could have written, the same for the same seed.</summary>
public sealed class DemoTests
{
    private static readonly DemoOptions Options = new()
    {
        Members = 25,
        Days = 40,
        Seed = 7,
        Until = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_OfTheSameSeed_IsTheSameLedger()
    {
        var (first, again, other) = (
            await LedgerAsync(Options), await LedgerAsync(Options), await LedgerAsync(Options with { Seed = 8 }));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Demo_OfSomeMonths_IsSoundAndHasABitOfEverything()
    {
        await using var journal = new InMemoryJournal();

        var result = await PlayAsync(journal, Options with { Members = 60, Days = 120 });

        var report = await new Verifier(journal, new VerificationOptions()).RunAsync(null, Cancellation);
        Assert.Empty(report.Findings);
        Assert.Equal(180, result.Members);
        Assert.True(result is { Activities: > 1_000, Reviews: > 50, Reversals: > 0, Adjustments: > 0, Spent: > 0 },
            result.ToString());
        Assert.True(report.Counts.Members > 100, $"{report.Counts.Members} of them ever did something.");
        var events = await EventsAsync(journal);
        Assert.Contains(events, one => one is AwardsLapsed);
        Assert.Contains(events, one => one is AwardsRejected);
        Assert.Contains(events, one => one is HoldReleased);
        Assert.Contains(events, one => one is ActivityRecorded { Activity.At: not null });
        Assert.Contains(events, one => one is ActivityRecorded { Receipt: var receipt }
            && receipt.Rules.Any(trace => trace.Outcome == RuleOutcome.LimitReached));
    }

    [Fact]
    public async Task Demo_ByCommand_IsServedAfterwards()
    {
        using var setup = new ServerSetup().WithExamples();
        string[] command =
        [
            "demo", "--config", setup.Config, "--data", setup.Data, "--members", "30", "--days", "20",
        ];

        var made = (await Cli.RunAsync(command)).Expect(0);

        Assert.Contains("90 members in 3 communities", made.Output, StringComparison.Ordinal);
        Assert.Contains("has records already", (await Cli.RunAsync(command)).Expect(73).Errors,
            StringComparison.Ordinal);
        await using var server = await RewardsServer.StartAsync(setup);
        var totals = await Totals.UntilAsync(
            server.Api, "ops-articles", it => it["totals.feathers.issued"] is not null);
        Assert.True(totals.Number("totals.feathers.issued") > 0);
        Assert.DoesNotContain("is not published", server.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no 'x'", "--community", "x")]
    [InlineData("'someday' is not a day", "--until", "someday")]
    [InlineData("--members must be a whole number from 1", "--members", "0")]
    public async Task Demo_OfNonsense_SaysWhatIsWrongAndMakesNothing(string said, params string[] arguments)
    {
        using var setup = new ServerSetup().WithExamples();

        var refused = await Cli.RunAsync(["demo", "--config", setup.Config, "--data", setup.Data, .. arguments]);

        Assert.Contains(said, refused.Expect(64).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(setup.Data));
    }

    /// <summary>Every event of every stream with its time; only the salts of erasable texts are left out.</summary>
    private static async Task<string> LedgerAsync(DemoOptions options)
    {
        await using var journal = new InMemoryJournal();
        await PlayAsync(journal, options);
        var feed = await journal.ReadFeedAsync(FeedCursor.Beginning, int.MaxValue, Cancellation);
        var text = new StringBuilder();
        foreach (var record in feed.Records
            .OrderBy(record => record.Stream.ToString(), StringComparer.Ordinal).ThenBy(record => record.Version))
        {
            text.Append(CultureInfo.InvariantCulture, $"{record.Stream} {record.Version} {record.Content.RecordedAt}");
            foreach (var made in record.Content.Events)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $" {made.Code}:{Convert.ToHexStringLower(made.Payload.Span)}");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static async Task<IReadOnlyList<object>> EventsAsync(InMemoryJournal journal)
    {
        var feed = await journal.ReadFeedAsync(FeedCursor.Beginning, int.MaxValue, Cancellation);
        return [.. feed.Records.SelectMany(record => record.Content.Events).Select(made => EventCatalogue.Read(made))];
    }

    private static async Task<DemoResult> PlayAsync(InMemoryJournal journal, DemoOptions options)
    {
        var clock = new DemoClock(options.Begin);
        await using var grains = new LocalGrains(journal, clock, new GrainOptions { Life = "demo" });
        await grains.StartAsync();
        var programmes = new List<Programme>();
        foreach (var file in CommunityFiles.Load(ServerSetup.ExampleCommunities))
        {
            await grains.Community(file.Community).PublishAsync(
                new PublishRules(Encoding.UTF8.GetString(file.Canonical.Span), 0, "file:demo", ""));
            programmes.Add(ProgrammeReader.Read(JsonDocuments.Parse(file.Canonical.ToArray()), 1));
        }

        return await new Demo.Demo(journal, grains, clock, options).RunAsync(programmes, null, Cancellation);
    }
}
