using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Programmes;
using Rewards.Grains.Communities;
using Rewards.Grains.Entitlements;
using Rewards.Grains.Members;
using Rewards.Grains.Projections;
using Rewards.Grains.Simulations;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;

namespace Rewards.Grains.Tests.InProcess;

public sealed class TroubleOnMemoryTests : TroubleTests<MemoryBackend>;

public sealed class TroubleOnSqliteTests : TroubleTests<SqliteBackend>;

public sealed class TroubleOnAzuriteTests : TroubleTests<AzureTablesBackend>;

/// <summary>The names of everything that can be asked.</summary>
public static class TroubledWays
{
    public static TheoryData<string> All =>
    [
        "record", "find", "view", "ledger", "entitlements", "review", "hold", "rules", "listing", "programme", "match",
        "simulation",
    ];
}

/// <summary>
/// While the journal does not answer, every way to ask says so in the words of grains, which the server answers as 503
/// or 429; and when the journal is back, everything goes on.
/// </summary>
public abstract class TroubleTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private static readonly CommunityId Birds = new(Community);

    /// <summary>Everything that can be asked, inside turns and outside of them.</summary>
    private static readonly Dictionary<string, Func<TroubleTests<TBackend>, Task>> Asked = new()
    {
        ["record"] = test => test.Member().RecordAsync(Read("new")).AsTask(),
        ["find"] = test => test.Member("lin").FindActivityAsync("a1").AsTask(),
        ["view"] = test => test.Member("lin").GetAsync().AsTask(),
        ["ledger"] = test => test.LedgerAsync(),
        ["entitlements"] = test => test.EntitlementsAsync(),
        ["review"] = test => test.Member("lin").ReviewAsync(new ReviewAwards("c1", true, null, "op")).AsTask(),
        ["hold"] = test => test.Member("lin").HoldAsync(new HoldPoints("h1", "feathers", 1)).AsTask(),
        ["rules"] = test => test.Grains.Community(Birds).VersionsAsync().AsTask(),
        ["listing"] = test => test.Grains.Registry.CommunitiesAsync().AsTask(),
        ["programme"] = test => test.Grains.Programmes.CurrentAsync(Community).AsTask(),
        ["match"] = test => test.MatchAsync(),
        ["simulation"] = test => test.SimulateAsync(),
    };

    private TroubledJournal troubled = null!;
    private MatchReading match = null!;

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        troubled = new TroubledJournal(Journal);
        await StartAsync(journal: troubled);
        await PublishAsync(Document, basedOn: 0);
        await Member("lin").RecordAsync(Read("a1"));
        await Member("lin").RecordAsync(Comment("c1"));

        // A host that has nothing in memory yet.
        await Grains.DisposeAsync();
        await StartAsync(journal: troubled);
        match = new MatchReading(troubled, Grains.Programmes, Time);
    }

    [Theory]
    [MemberData(nameof(TroubledWays.All), MemberType = typeof(TroubledWays))]
    public async Task Asked_WhileTheJournalDoesNotAnswer_IsUnavailable(string way)
    {
        troubled.Trouble = new JournalUnavailableException("Time is up.");
        await Assert.ThrowsAsync<GrainUnavailableException>(() => Asked[way](this));

        troubled.Trouble = new JournalOutcomeUnknownException("Nobody knows.");
        await Assert.ThrowsAsync<GrainUnavailableException>(() => Asked[way](this));

        troubled.Trouble = null;
        await Asked[way](this);
    }

    [Theory]
    [MemberData(nameof(TroubledWays.All), MemberType = typeof(TroubledWays))]
    public async Task Asked_WhileTheJournalIsBusy_IsBusy(string way)
    {
        troubled.Trouble = new JournalBusyException("Too much.");

        await Assert.ThrowsAsync<GrainBusyException>(() => Asked[way](this));
    }

    [Fact]
    public async Task MatchReading_WithTroubleUnderWay_CountsEverythingOnceAfterwards()
    {
        await MatchAsync();
        troubled.Trouble = new JournalUnavailableException("Time is up.");
        await Assert.ThrowsAsync<GrainUnavailableException>(MatchAsync);
        troubled.Trouble = null;
        await Member("lin").RecordAsync(Read("a2", "article-2"));

        Assert.Equal(10, (await MatchAsync())!.Pay.Single());
    }

    [Fact]
    public async Task MatchReading_EndedWhileNothingCanBeSaved_EndsAllTheSame()
    {
        await MatchAsync();
        troubled.Trouble = new JournalUnavailableException("Time is up.");

        await match.DisposeAsync();
    }

    private async Task<LedgerPage> LedgerAsync() =>
        await Member("lin").ReadLedgerAsync(new LedgerQuery(null, 10, null, null));

    private async Task<EntitlementPage> EntitlementsAsync() =>
        await Member("lin").ReadEntitlementsAsync(new EntitlementQuery(null, 10));

    private async Task<MonthCopy?> MatchAsync()
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var month = new YearMonth(Now.InZone(zone).Year, Now.InZone(zone).Month);
        return (await match.ReadAsync(Birds, month, "feathers", Cancellation)).Month;
    }

    private Task<SimulationReport> SimulateAsync()
    {
        var draft = ProgrammeReader.Read(JsonDocuments.Parse(Encoding.UTF8.GetBytes(Document.ToJson())), 2);
        return new RuleSimulation(troubled, draft, Instant.MinValue)
            .RunAsync(_ => ValueTask.CompletedTask, Cancellation);
    }
}
