using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Standing;
using Rewards.Grains.Members;
using Rewards.Grains.Simulations;
using Rewards.Grains.Standing;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Simulations;

public sealed class VestingSimulationOnMemoryTests : VestingSimulationTests<MemoryBackend>;

public sealed class VestingSimulationOnSqliteTests : VestingSimulationTests<SqliteBackend>;

public sealed class VestingSimulationOnAzuriteTests : VestingSimulationTests<AzureTablesBackend>;

/// <summary>Awards that vest and end in a simulation, and in what verification makes of their records.</summary>
public abstract class VestingSimulationTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const string Stays = """
        [{ "id": "stays", "order": 1, "when": "share", "give": { "stars": 10 },
           "status": { "vesting": { "activeDays": 2, "within": "P2D" } },
           "limits": [{ "per": "member-and-counterparty", "within": "lifetime", "amount": 30 },
                      { "per": "member", "within": "lifetime", "amount": 60 }] }]
        """;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await PublishAsync(Document with { Rules = Stays }, basedOn: 1);
    }

    [Fact]
    public async Task Ban_ThatVoidsSeveralFromBeforeTheWindow_FreesEachOnesOwn()
    {
        await ShareAsync("a0", "bo");
        await Member("lin").ReverseAsync(new ReverseAwards("a0", "copied", "op")); // stays used
        await ShareAsync("a1", "bo");
        await ShareAsync("a2", "cai");
        Time.Advance(TimeSpan.FromHours(1));
        var from = Now;

        await StandAsync("s1", StandingKind.Banned);
        await StandAsync("s2", StandingKind.Good);
        for (var i = 3; i <= 6; i++)
        {
            await ShareAsync($"a{i}", "bo"); // 10, 10 and nothing more
        }

        Assert.Equal(0, (await SimulateAsync(from)).Different);
    }

    [Fact]
    public async Task Reversal_OfWhatVests_NeitherLapsesNorFreesLater()
    {
        var begin = Now;
        await ShareAsync("a1", "bo");
        await Member("lin").ReverseAsync(new ReverseAwards("a1", "copied", "op"));
        Time.Advance(TimeSpan.FromDays(3));
        for (var i = 2; i <= 5; i++)
        {
            await ShareAsync($"a{i}", "bo"); // 10, 10 and nothing more: what was reversed stays used
        }

        var report = await SimulateAsync(begin);

        Assert.Equal(0, report.Different);
        var stars = Assert.Single(report.Currencies);
        Assert.Equal((30, 30), (stars.Live, stars.Draft));
    }

    [Fact]
    public async Task Ban_ThatVoidsTwoOfOneLimit_IsVerifiedWithoutAComplaint()
    {
        await ShareAsync("a1", "bo");
        await ShareAsync("a2", "bo");

        await StandAsync("s1", StandingKind.Banned);

        Assert.Empty((await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation)).Findings);
    }

    private async Task ShareAsync(string id, string with) => await Member("lin").RecordAsync(
        new RecordActivity(new Activity(new ActivityId(id), "share", null, null, with, [])));

    private async Task StandAsync(string id, StandingKind kind) =>
        await Member("lin").SetStandingAsync(new SetStanding(id, kind, null, "spam", "op"));

    private async Task<SimulationReport> SimulateAsync(Instant from)
    {
        var draft = ProgrammeReader.Read(JsonDocuments.Parse((Document with { Rules = Stays }).ToUtf8()), version: 3);
        return await new RuleSimulation(Journal, draft, from).RunAsync(_ => ValueTask.CompletedTask, Cancellation);
    }
}
