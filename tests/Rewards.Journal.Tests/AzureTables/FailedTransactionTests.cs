using Azure;
using Rewards.AzureTables;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>
/// A transaction that Azurite refuses: nothing of it is done, and the failure says which operation and why.
/// </summary>
public sealed class FailedTransactionTests : IAsyncLifetime
{
    private readonly TableClient table = new(TableConnection.Parse(Azurite.ConnectionString), Azurite.NewTable());
    private ETag first;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await table.CreateIfMissingAsync(Cancellation);
        first = await table.WriteAsync(TableOperation.Insert(Entity("there", 1)), Cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Insert_OfWhatExists_FailsTheWholeTransaction(int place) =>
        await RefusedAsync("EntityAlreadyExists", 409, place, TableOperation.Insert(Entity("there", 2)));

    [Fact]
    public async Task Replace_UnderAnOldETag_FailsTheWholeTransaction()
    {
        await table.WriteAsync(TableOperation.Replace(Entity("there", 1), first), Cancellation);
        await RefusedAsync("UpdateConditionNotSatisfied", 412, 1, TableOperation.Replace(Entity("there", 2), first));
    }

    [Fact]
    public async Task Delete_OfWhatIsNotThere_FailsTheWholeTransaction() =>
        await RefusedAsync("ResourceNotFound", 404, 1, TableOperation.Delete("p", "gone"));

    [Fact]
    public async Task SingleRequest_ThatIsRefused_HasACodeAndNoPlace()
    {
        var refused = await Assert.ThrowsAsync<TableRequestException>(
            () => table.WriteAsync(TableOperation.Insert(Entity("there", 2)), Cancellation).AsTask());
        Assert.Equal((409, "EntityAlreadyExists"), (refused.Status, refused.ErrorCode!));
        Assert.Null(refused.FailedOperation);
    }

    [Fact]
    public async Task Transaction_ThatIsDone_AnswersAnETagForEachOperation()
    {
        var tags = await table.TransactAsync(
            [
                TableOperation.Insert(Entity("a", 1)), TableOperation.Upsert(Entity("b", 1)),
                TableOperation.Replace(Entity("there", 2), first),
            ],
            Cancellation);

        var now = new List<ETag>();
        foreach (var row in new[] { "a", "b", "there" })
        {
            now.Add((await table.FindAsync("p", row, Cancellation))!.ETag);
        }

        Assert.Equal(now, tags);
        Assert.NotEqual(first, tags[2]);
    }

    private async Task RefusedAsync(string code, int status, int place, TableOperation bad)
    {
        var operations = Enumerable.Range(0, 3).Select(i => TableOperation.Insert(Entity($"new{i}", i))).ToArray();
        operations[place] = bad;

        var refused = await Assert.ThrowsAsync<TableRequestException>(
            () => table.TransactAsync(operations, Cancellation).AsTask());

        Assert.Equal((status, code, place), (refused.Status, refused.ErrorCode!, refused.FailedOperation!.Value));
        Assert.True(refused.IsConflict);
        Assert.False(refused.IsUnknownOutcome);
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(await table.FindAsync("p", $"new{i}", Cancellation));
        }

        Assert.Equal(1, (await table.FindAsync("p", "there", Cancellation))!.Number("Number"));
    }

    private static TableEntity Entity(string row, int number) => new TableEntity("p", row).With("Number", number);
}
