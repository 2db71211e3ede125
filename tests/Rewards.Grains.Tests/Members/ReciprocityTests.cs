using Rewards.Domain.Activities;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Members;

public sealed class ReciprocityOnMemoryTests : ReciprocityTests<MemoryBackend>;

public sealed class ReciprocityOnSqliteTests : ReciprocityTests<SqliteBackend>;

public sealed class ReciprocityOnAzuriteTests : ReciprocityTests<AzureTablesBackend>;

/// <summary>Support is told to the other member's grain once, whatever happens in between.</summary>
public abstract class ReciprocityTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private const string Pairs = """
        [
          { "id": "like", "order": 1, "when": "share", "give": { "stars": 20 },
            "discount": { "per": "counterparty", "within": "month", "percent": [100, 50],
                          "reciprocal": { "percent": [50, 10] } } },
          { "id": "returned", "order": 1, "when": "comment", "give": { "stars": 1 },
            "if": { "count": "share", "from": "counterparty", "within": "lifetime", "atLeast": 2 } }
        ]
        """;

    public override async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync();
        await PublishAsync(Document with { Rules = Pairs }, basedOn: 0);
    }

    [Fact]
    public async Task Support_ThatIsReturned_IsDiscountedAsAPairOnceTheGrainWasTold()
    {
        await Member("lin").RecordAsync(Like("l1", "bo"));
        Assert.Equal(1, await RunDueAsync());
        Assert.Equal(0, await RunDueAsync());

        Assert.Equal(10, Assert.Single((await Member("bo").RecordAsync(Like("b1", "lin"))).Awards).Granted);
        await RunDueAsync();
        Assert.Equal(2, Assert.Single((await Member("lin").RecordAsync(Like("l2", "bo"))).Awards).Granted);
        Assert.Equal(20, Assert.Single((await Member("lin").RecordAsync(Like("l3", "cai"))).Awards).Granted);
    }

    [Fact]
    public async Task Support_ToldAgainAfterAStop_IsCountedOnce()
    {
        await Member("lin").RecordAsync(Like("l1", "bo"));
        var due = Assert.Single(await Journal.ReadDueAsync(Now, 10, Cancellation));
        await Member("lin").WakeAsync(due);
        await RestartAsync();
        await RunDueAsync();
        await Member("lin").WakeAsync(due);

        var first = await Member("bo").RecordAsync(Comment("c1", "lin"));
        await Member("lin").RecordAsync(Like("l2", "bo"));
        await RunDueAsync();
        var second = await Member("bo").RecordAsync(Comment("c2", "lin"));

        Assert.Empty(first.Awards);
        Assert.Equal(1, first.Receipt.Rules[0].Used);
        Assert.Single(second.Awards);
    }

    [Fact]
    public async Task Pair_IsToldAsFirstDecidedAndStaysAfterAReversalAndARestart()
    {
        await Member("lin").RecordAsync(Like("l1", "bo"));
        await RunDueAsync();
        await Member("lin").ReverseAsync(new ReverseAwards("l1", "removed", "op"));
        await RunDueAsync();
        var decided = await Member("bo").RecordAsync(Like("b1", "lin"));
        await RestartAsync();

        var repeated = await Member("bo").RecordAsync(Like("b1", "lin"));

        Assert.True(repeated.Replayed);
        Assert.Equal(1, decided.Weights[0].Discount!.Value.Received);
        Assert.Equal(decided.Weights, repeated.Weights);
        await RunDueAsync();
        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);
        Assert.Empty(report.Findings);
    }

    private static RecordActivity Like(string id, string counterparty) =>
        new(new Activity(new Domain.ActivityId(id), "share", null, null, counterparty, []));

    private static RecordActivity Comment(string id, string counterparty) =>
        new(new Activity(new Domain.ActivityId(id), "comment", null, null, counterparty, []));
}
