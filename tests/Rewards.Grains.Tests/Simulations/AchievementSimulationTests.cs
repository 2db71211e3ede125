using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Grains.Contribution;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Projections;
using Rewards.Grains.Simulations;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Simulations;

public sealed class AchievementSimulationOnMemoryTests : AchievementSimulationTests<MemoryBackend>;

public sealed class AchievementSimulationOnSqliteTests : AchievementSimulationTests<SqliteBackend>;

public sealed class AchievementSimulationOnAzuriteTests : AchievementSimulationTests<AzureTablesBackend>;

/// <summary>
/// Random lives with levels, badges, entitlements, support of each other, reviews and reversals: the live rules give
/// exactly what was given, and a member's own score is what the match report counts.
/// </summary>
public abstract class AchievementSimulationTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const int Steps = 400;

    private const string Live = """
        [
          { "id": "quiz", "order": 1, "when": "read", "if": { "member": "contribution", "atMost": 60 },
            "give": [{ "currency": "feathers", "amount": 5 }, { "badge": "reader" }] },
          { "id": "early", "order": 2, "when": "read", "if": { "not": { "member": "level", "atLeast": "regular" } },
            "give": [{ "badge": "early" }, { "entitlement": { "kind": "coupon", "id": "page", "expires": "P2D" } }],
            "limits": [{ "per": "member", "within": "day", "times": 2 }] },
          { "id": "daily", "order": 3, "when": "read", "if": { "member": "streak", "of": "daily", "atLeast": 2 },
            "give": { "stars": 1 } },
          { "id": "reading", "order": 4, "when": "read", "if": { "not": { "member": "quest", "done": "weekly" } },
            "give": [{ "quest": { "id": "daily-quest", "step": "read" } },
                     { "quest": { "id": "weekly", "step": "read", "by": 2 } }] },
          { "id": "sharing", "order": 4, "when": "share",
            "give": [{ "quest": { "id": "daily-quest", "step": "share" } },
                     { "quest": { "id": "once", "step": "share" } }] },
          { "id": "comment", "order": 1, "when": "comment", "status": "pending",
            "give": [{ "currency": "feathers", "amount": 10 }, { "badge": "critic" },
                     { "entitlement": { "kind": "download", "id": "paper" } }] },
          { "id": "share", "order": 1, "when": "share", "if": { "member": "badge", "has": "critic" },
            "give": { "stars": 3 }, "limits": [{ "per": "member", "within": "day", "times": 9 }],
            "multiply": [{ "by": 2, "if": { "member": "level", "is": "pillar" } }] },
          { "id": "pairs", "order": 2, "when": "share", "give": { "stars": 40 },
            "discount": { "per": "counterparty", "within": "day", "percent": [100, 80, 60],
                          "reciprocal": { "percent": [50, 10, 0], "when": ["share", "comment"] } } },
          { "id": "returned", "order": 3, "when": "share", "give": { "stars": 1 },
            "if": { "count": "share", "from": "counterparty", "within": "week", "atLeast": 3 } }
        ]
        """;

    private const string Model = """
        {
          "contribution": [
            { "id": "reading", "when": "read", "points": 2.5 },
            { "id": "comment", "when": "comment", "points": 4, "counts": "approved" },
            { "id": "helped", "when": "comment", "for": "counterparty", "points": 3, "counts": "approved" },
            { "id": "support", "when": "share", "for": "counterparty", "points": 10,
              "discount": { "per": "counterparty", "within": "week", "percent": [100, 50, 0] } }
          ],
          "levels": [{ "id": "newcomer", "atLeast": 0 }, { "id": "regular", "atLeast": 30 },
                     { "id": "pillar", "atLeast": 90, "keptFrom": 80 }],
          "streaks": [{ "id": "daily", "when": ["read"], "freezes": 1 }, { "id": "any", "when": ["comment", "share"] }],
          "badges": [{ "id": "reader" }, { "id": "early" }, { "id": "critic" }, { "id": "quester" }],
          "quests": [
            { "id": "daily-quest", "within": "day", "steps": [{ "id": "read", "needed": 2 }, { "id": "share" }],
              "give": { "feathers": 9 } },
            { "id": "weekly", "within": "week", "steps": [{ "id": "read", "needed": 7 }],
              "give": [{ "currency": "stars", "amount": 30 }, { "badge": "quester" }] },
            { "id": "once", "steps": [{ "id": "share", "needed": 4 }],
              "give": [{ "badge": "quester" }, { "entitlement": { "kind": "coupon", "id": "mug" } }] }
          ]
        }
        """;

    private static readonly CommunityDocument Published = Document with { Rules = Live, More = Model };

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync(new GrainOptions { SnapshotEveryMin = 7 });
        await PublishAsync(Published, basedOn: 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Lives_Random_AreSimulatedExactlyCountedAlikeAndSound(int seed)
    {
        var begin = Now;
        await LiveAsync(new Random(seed));
        foreach (var from in new[] { begin, begin + Duration.FromDays(2), Now })
        {
            var draft = ProgrammeReader.Read(JsonDocuments.Parse(Published.ToUtf8()), version: 1);
            var receipts = new ReceiptComparison();
            var report = await new RuleSimulation(Journal, draft, from) { Decided = receipts.Compare }
                .RunAsync(_ => ValueTask.CompletedTask, Cancellation);

            receipts.AssertSame($"From {from}");
            Assert.True(from == Now || receipts.Count > 0, "No receipt was compared.");
            Assert.Equal((0, 0), (report.Different, report.Refused));
            Assert.All(report.Currencies, currency => Assert.Equal(currency.Live, currency.Draft));
        }

        await AssertCountedAlikeAsync();
        await RestartAsync();
        await AssertCountedAlikeAsync();
        Assert.Empty((await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation)).Findings);
    }

    private async Task LiveAsync(Random random)
    {
        var told = new List<(string Member, string Id)>();
        for (var i = 0; i < Steps; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(random.Next(1, 2_000)));
            var member = $"m{random.Next(3)}";
            var type = ((string[])["read", "comment", "share"])[random.Next(3)];
            switch (random.Next(6))
            {
                case 0 when told.Count > 0: await ResolveAsync(random, told[random.Next(told.Count)]); break;
                case 1: await RunDueAsync(); break;
                default:
                    await Member(member).RecordAsync(new RecordActivity(new Activity(
                        new ActivityId($"a{i}"), type, null, $"article-{random.Next(5)}", $"m{random.Next(4)}", [])));
                    told.Add((member, $"a{i}"));
                    break;
            }
        }

        await RunDueAsync();
    }

    /// <summary>Approves, rejects or reverses, where that is still possible.</summary>
    private async Task ResolveAsync(Random random, (string Member, string Id) told)
    {
        try
        {
            if (random.Next(3) == 0)
            {
                await Member(told.Member).ReverseAsync(new ReverseAwards(told.Id, "gone", "op"));
            }
            else
            {
                await Member(told.Member).ReviewAsync(new ReviewAwards(told.Id, random.Next(3) > 0, null, "op"));
            }
        }
        catch (DomainException e)
        {
            string[] expected =
            [
                Refusals.NothingPending, Refusals.AlreadyReviewed, Refusals.AlreadyReversed,
                Refusals.NothingToReverse,
            ];
            Assert.Contains(e.Code, expected);
        }
    }

    private async Task AssertCountedAlikeAsync()
    {
        await using var reading = new MatchReading(Journal, Grains.Programmes, Time);
        var shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var last = Now.InZone(shanghai).Date.ToYearMonth();
        var first = (Now - Duration.FromDays(30)).InZone(shanghai).Date.ToYearMonth();
        var counted = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var month in new[] { first, last }.Distinct())
        {
            var (copy, _) = await reading.ReadAsync(new CommunityId(Community), month, "feathers", Cancellation);
            await AssertCostsAddUpAsync(reading, month, copy?.Costs ?? []);
            for (var i = 0; i < (copy?.Members.Length ?? 0); i++)
            {
                counted[copy!.Members[i]] = counted.GetValueOrDefault(copy.Members[i]) + copy.Contribution[i];
            }
        }

        Assert.True(counted.Values.Sum() > 0);
        await AssertMeasuredAgainAlikeAsync(counted);
        foreach (var (member, millis) in counted)
        {
            Assert.Equal(millis, (await Member(member).GetAsync())!.ContributionMillis);
        }
    }

    /// <summary>What rules gave each member is together what they cost the community.</summary>
    private static async Task AssertCostsAddUpAsync(
        MatchReading reading, YearMonth month, IReadOnlyList<RuleCost> costs)
    {
        var each = new List<RuleCost>();
        foreach (var member in Enumerable.Range(0, 4).Select(number => $"m{number}"))
        {
            var (ofMember, all) = await reading.CostsOfAsync(
                new CommunityId(Community), member, month, "feathers", Cancellation);
            Assert.True(all);
            each.AddRange(ofMember);
        }

        Assert.Equal(Sum(costs), Sum(each));

        static IEnumerable<(int, int, long, long)> Sum(IEnumerable<RuleCost> costs) => costs
            .GroupBy(cost => (cost.Version, cost.Rule))
            .Select(rule => (
                rule.Key.Version, rule.Key.Rule, rule.Sum(cost => cost.Amount), rule.Sum(cost => cost.Reversed)))
            .Where(rule => (rule.Item3, rule.Item4) != (0, 0))
            .Order();
    }

    /// <summary>By the version that measured it, measuring anew comes to what was measured.</summary>
    private async Task AssertMeasuredAgainAlikeAsync(Dictionary<string, long> counted)
    {
        var measuring = await Grains.Programmes.MeasuringAsync(Community, 1);
        var again = await new Remeasuring(Journal, measuring, Instant.MinValue, Instant.MaxValue)
            .RunAsync(Cancellation);

        Assert.Equal(
            counted.Where(entry => entry.Value != 0).OrderBy(entry => entry.Key, StringComparer.Ordinal),
            again.Where(entry => entry.Value != 0).OrderBy(entry => entry.Key, StringComparer.Ordinal));
    }
}
