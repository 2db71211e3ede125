using System.Globalization;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Standing;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Grains.Simulations;
using Rewards.Grains.Standing;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Simulations;

/// <summary>
/// Whatever the rules are, the live ones over what was recorded give exactly what was awarded, and every receipt comes
/// out as it was written, with each value in it. Without budgets: in a
/// simulation everybody draws from the whole in the order of the feed, so that near the end of one the rest may come
/// out on another member (decision 0067). REWARDS_RULE_SETS sets how many sets of rules (60).
/// </summary>
public sealed class RandomRuleSimulationTests : GrainTests<MemoryBackend>
{
    private const int RuleSetsDefault = 60;
    private const int Steps = 150;

    private static readonly string[] Members = ["m0", "m1", "m2", "m3"];

    [Fact]
    public async Task Simulation_OfRandomLiveRules_GivesExactlyTheAwardsThatWereMade()
    {
        var sets = int.TryParse(
            Environment.GetEnvironmentVariable("REWARDS_RULE_SETS"), CultureInfo.InvariantCulture, out var wanted)
            ? wanted : RuleSetsDefault;
        var awarded = 0L;
        var start = Time.GetUtcNow();
        for (var seed = 1; seed <= sets; seed++)
        {
            Time.AdvanceTo(start.AddDays(seed * 30)); // so that a seed is the same in every run
            var rules = new RandomRules(seed).Make();
            var document = Document with { Community = $"birds-{seed}", Rules = rules };
            await Grains.Community(new CommunityId(document.Community))
                .PublishAsync(new PublishRules(document.ToJson(), 0, "op", ""));
            var begin = Now;
            var middle = await LiveAsync(new Random(seed), document.Community);
            foreach (var from in new[] { begin, middle })
            {
                var draft = ProgrammeReader.Read(JsonDocuments.Parse(document.ToUtf8()), version: 1);
                var receipts = new ReceiptComparison();
                var report = await new RuleSimulation(Journal, draft, from) { Decided = receipts.Compare }
                    .RunAsync(_ => ValueTask.CompletedTask, Cancellation);

                Assert.True(
                    (report.Different, report.Refused) == (0, 0)
                        && report.Currencies.All(it => it.Live == it.Draft && (it.Gainers, it.Losers) == (0, 0)),
                    $"Seed {seed}, from {(from == begin ? "the beginning" : "the middle")}: {report.Different} of "
                        + $"{report.Activities} are different, {report.Refused} refused; "
                        + $"{string.Join(", ", report.Currencies.Select(Tell))}; by {rules}");
                receipts.AssertSame($"Seed {seed}, by {rules}");
                Assert.True(receipts.Count > 0, "No receipt was compared.");
                awarded += report.Currencies.Sum(currency => currency.Live);
            }
        }

        Assert.InRange(awarded, sets * 100L, long.MaxValue);
        Assert.Empty((await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation)).Findings);
    }

    private static string Tell(SimulatedCurrency it) => $"{it.Live} {it.Currency} live and {it.Draft} by the draft";

    /// <summary>Days of several members, some of what they do told late; the middle of them.</summary>
    private async Task<Instant> LiveAsync(Random random, string community)
    {
        var middle = Now;
        var told = new List<(string Member, string Id)>();
        for (var i = 0; i < Steps; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(random.Next(1, 9_000)));
            middle = i == Steps / 2 ? Now : middle;
            var member = Members[random.Next(Members.Length)];
            switch (random.Next(10))
            {
                case 0: await StandAsync(random, community, member, $"s{i}"); break;
                case 1: await RunDueAsync(); break;
                case 2 or 3: await ReviewAsync(random, community, told); break;
                default:
                    await Member(community, member).RecordAsync(new RecordActivity(Activity(random, i)));
                    told.Add((member, $"a{i}"));
                    break;
            }
        }

        await RunDueAsync();
        return middle;
    }

    private Activity Activity(Random random, int number)
    {
        Instant? at = random.Next(5) == 0
            ? Instant.FromUnixTimeSeconds(Now.ToUnixTimeSeconds() - random.Next(1, 150_000)) : null;
        var type = RandomRules.Types[random.Next(RandomRules.Types.Length)];
        var subject = random.Next(5) == 0 ? null : $"article-{random.Next(3)}";
        var with = random.Next(5) == 0 ? null : Members[random.Next(Members.Length)];
        Fact[] facts = type == "read" ? [new Fact("score", FactValue.Of((long)random.Next(11)))] : [];
        return new Activity(new ActivityId($"a{number}"), type, at, subject, with, facts);
    }

    private async Task StandAsync(Random random, string community, string member, string id)
    {
        var (kind, end) = random.Next(4) switch
        {
            0 => (StandingKind.Banned, (Instant?)null),
            1 => (StandingKind.Muted, Now + Duration.FromHours(9)),
            _ => (StandingKind.Good, null),
        };
        await Member(community, member).SetStandingAsync(new SetStanding(id, kind, end, "spam", "op"));
    }

    /// <summary>Approved, rejected or reversed.</summary>
    private async Task ReviewAsync(Random random, string community, List<(string Member, string Id)> told)
    {
        if (told.Count == 0)
        {
            return;
        }

        var (member, id) = told[random.Next(told.Count)];
        try
        {
            var grain = Member(community, member);
            await (random.Next(4) == 0
                ? grain.ReverseAsync(new ReverseAwards(id, "copied", "op"))
                : grain.ReviewAsync(new ReviewAwards(id, random.Next(2) == 0, null, "op")));
        }
        catch (DomainException)
        {
            // Nothing to review or to reverse.
        }
    }

    private IMemberGrain Member(string community, string id) =>
        Grains.Member(new CommunityId(community), new MemberId(id));
}
