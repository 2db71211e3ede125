using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Retroactivity;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Retroactivity;
using Rewards.Grains.Simulations;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Retroactivity;

public sealed class RetroactiveLifeOnMemoryTests : RetroactiveLifeTests<MemoryBackend>;

public sealed class RetroactiveLifeOnSqliteTests : RetroactiveLifeTests<SqliteBackend>;

public sealed class RetroactiveLifeOnAzuriteTests : RetroactiveLifeTests<AzureTablesBackend>;

/// <summary>
/// Random lives, then a random version with grants: the preview is what is granted, no balance is ever lowered, limits
/// hold, a host that ends at any point changes nothing, and a simulation of the rules that were live still comes to
/// what was awarded.
/// </summary>
public abstract class RetroactiveLifeTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const int Members = 4;
    private const int DailyStarsMax = 9;

    private static readonly CommunityId Birds = new(Community);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Grants_OfRandomRulesOverRandomLives_ArePreviewedExactlyAndLowerNothing(int seed)
    {
        var random = new Random(seed);
        var begin = Now;
        await PublishAsync(Document with { Rules = RandomRules(random) }, basedOn: 1);
        await LiveAsync(random, "x");
        await Grains.Community(Birds).PublishAsync(
            new PublishRules((Document with { Rules = RandomRules(random) }).ToJson(), 2, "op", "")
            {
                GrantsSince = Now - Duration.FromDays(random.Next(1, 5)),
            });
        await LiveAsync(random, "y", steps: 20);
        await RunDueAsync();
        var before = await BalancesAsync();
        var ledgerBefore = await GrantedAsync();

        var preview = await PreviewAsync(Grains);
        Assert.Equal(before, await BalancesAsync());
        Assert.True(preview.Postings > 0, "Nothing to look at; take another seed.");
        await Grains.Retroactive.ConfirmAsync(Birds, 3, preview.Name, "op", Cancellation);
        for (var appends = random.Next(4); ; appends += random.Next(1, 9))
        {
            await Grains.DisposeAsync();
            await StartAsync(journal: new BreakingJournal(Journal, appends));
            try
            {
                await Grains.Retroactive.MakeAsync(Birds, 3, Cancellation);
                break;
            }
            catch (GrainUnavailableException)
            {
                // The host has ended; the next one goes on.
            }
        }

        await RestartAsync();
        var after = await BalancesAsync();
        Assert.All(before, balance => Assert.True(after[balance.Key] >= balance.Value, balance.Key));
        Assert.Equal(ledgerBefore + preview.Sums.Sum(sum => sum.Amount), await GrantedAsync());
        Assert.Equal(preview.Sums, (await Grains.Community(Birds).FindGrantsAsync(3))!.Sums);
        await AssertLiveAsSimulatedAsync(begin);
        Assert.Empty((await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation)).Findings);
    }

    private static async Task<GrantPreview> PreviewAsync(LocalGrains host) => await host.Retroactive.PreviewAsync(
        Birds, 3, (_, _) => ValueTask.CompletedTask, _ => ValueTask.CompletedTask, Cancellation);

    /// <summary>Decided by the version that each receipt names, everything comes out as it was awarded.</summary>
    private async Task AssertLiveAsSimulatedAsync(Instant begin)
    {
        var versions = new Dictionary<int, Programme>();
        for (var version = 1; version <= 3; version++)
        {
            versions[version] = await Grains.Programmes.VersionAsync(Community, version);
        }

        var report = await new RuleSimulation(
            Journal, Birds, receipt => versions[receipt?.RulesVersion ?? 3], begin)
            .RunAsync(_ => ValueTask.CompletedTask, Cancellation);
        Assert.Equal((0, 0), (report.Different, report.Refused));
    }

    private async Task LiveAsync(Random random, string name, int steps = 120)
    {
        for (var i = 0; i < steps; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(random.Next(1, 6_000)));
            var member = Member($"m{random.Next(Members)}");
            var id = $"{name}{i}";
            switch (random.Next(8))
            {
                case 0 when i > 0: await ResolveAsync(random, member, $"{name}{random.Next(i)}"); break;
                case 1: await member.RecordAsync(Comment(id, $"article-{random.Next(4)}")); break;
                case 2 or 3: await member.RecordAsync(Tell(id, "share", $"article-{random.Next(4)}")); break;
                default:
                    var read = Read(id, $"article-{random.Next(4)}", random.Next(3) > 0).Activity;
                    var at = Now - Duration.FromHours(random.Next(30));
                    await member.RecordAsync(new RecordActivity(
                        new Activity(read.Id, read.Type, at, read.Subject, null, read.Facts)));
                    break;
            }
        }
    }

    private static async Task ResolveAsync(Random random, IMemberGrain member, string activity)
    {
        try
        {
            await (random.Next(2) == 0
                ? member.ReverseAsync(new ReverseAwards(activity, "gone", "op"))
                : member.ReviewAsync(new ReviewAwards(activity, random.Next(2) == 0, null, "op")));
        }
        catch (DomainException)
        {
            // Of somebody else, or nothing to resolve.
        }
    }

    private static string RandomRules(Random random) => $$"""
        [
          { "id": "quiz", "order": 2, "when": "read", "give": { "feathers": {{random.Next(1, 9)}} },
            "if": { "fact": "correct", "is": true },
            "limits": [{ "per": "member-and-subject", "within": "day", "times": {{random.Next(1, 3)}} },
                       { "per": "member", "within": "week", "amount": {{random.Next(20, 60)}} }] },
          { "id": "tried", "order": {{(random.Next(2) * 2) + 1}}, "when": "read",
            "give": { "stars": {{random.Next(1, 5)}} },
            "limits": [{ "per": "member", "within": "day", "amount": {{DailyStarsMax}} }],
            "coolDown": "PT{{random.Next(1, 90)}}M" },
          { "id": "comment", "order": 1, "when": "comment", "give": { "feathers": {{random.Next(1, 20)}} },
            "status": "{{(random.Next(2) == 0 ? "pending" : "immediate")}}" },
          { "id": "share", "order": 1, "when": "share", "give": { "stars": {{random.Next(1, 4)}}, "feathers": 1 },
            "limits": [{ "per": "member-and-subject", "within": "week", "amount": {{random.Next(2, 9)}},
                         "currency": "stars" }] }
        ]
        """;

    private async Task<SortedDictionary<string, long>> BalancesAsync()
    {
        var balances = new SortedDictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < Members; i++)
        {
            foreach (var currency in new[] { "feathers", "stars" })
            {
                var held = await BalanceAsync(currency, $"m{i}");
                balances[$"m{i} {currency}"] = held.Available + held.Pending;
            }
        }

        return balances;
    }

    /// <summary>What ledgers say was granted in retrospect.</summary>
    private async Task<long> GrantedAsync()
    {
        var sum = 0L;
        for (var i = 0; i < Members; i++)
        {
            var page = await Member($"m{i}").ReadLedgerAsync(
                new LedgerQuery(null, 200, null, LedgerCauses.RetroactiveGrant));
            sum += page.Entries.Sum(entry => entry.Posting.Amount);
        }

        return sum;
    }
}
