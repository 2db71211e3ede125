using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;
using Rewards.Journal.AzureTables.Streams;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>What one transaction of the shared store can hold.</summary>
public sealed class BatchTests
{
    private const int SideMax = JournalLimits.SideBytesMax;

    [Fact]
    public void Fits_RowsUpToAHundredEntities_AndNotOneMore()
    {
        Assert.True(Batch.Fits(Scribe.OfMember("m").Next(rows: Rows(98))));
        Assert.False(Batch.Fits(Scribe.OfMember("m").Next(rows: Rows(99))));
        Assert.False(Batch.Fits(Scribe.OfMember("m").Next(rows: Rows(98), side: [1])));
        Assert.False(Batch.Fits(Scribe.OfMember("m").Next(rows: Rows(98), snapshot: "s")));
    }

    [Fact]
    public void Fits_EachLargestPart_AndNotAllOfThemAtOnce()
    {
        var (text, state) = (new string('t', 1_048_000), new string('s', JournalLimits.SnapshotBytesMax));

        Assert.True(Batch.Fits(Scribe.OfMember("m").Next(text)));
        Assert.True(Batch.Fits(Scribe.OfMember("m").Next(snapshot: state, side: new byte[SideMax])));
        Assert.False(Batch.Fits(Scribe.OfMember("m").Next(text, snapshot: state, side: new byte[SideMax])));
    }

    [Fact]
    public void Fits_Whatever_TheClientSendsIt()
    {
        var addresses = new TableAddresses(new Uri("http://127.0.0.1"), "birds");
        var partition = Keys.Partition(Scribe.OfMember("m").Stream);
        for (var side = SideMax; side > 0; side -= SideMax / 8)
        {
            // Each row holds the text once more.
            var append = Scribe.OfMember("m").Next(
                new string('t', 12_000), Rows(64), new string('s', JournalLimits.SnapshotBytesMax), new byte[side]);
            var batch = new Batch();
            if (batch.TryAdd(append, 0))
            {
                var operations = batch.Operations(partition, StreamHead.Nothing, new Ticket("s", 1));
                Assert.NotEmpty(TransactionBody.Of(operations, addresses).Written.ToArray());
            }
        }
    }

    [Fact]
    public async Task Append_ThatNeedsMoreThanATransaction_IsRefusedAndNothingIsWritten()
    {
        await using var backend = await AzureTablesBackend.CreateAsync();
        var scribe = Scribe.OfMember("m");
        var before = backend.AzureTables.Traffic;
        var large = scribe.Twin().Next(
            new string('t', 1_048_000),
            snapshot: new string('s', JournalLimits.SnapshotBytesMax),
            side: new byte[SideMax]);

        var refused = await Assert.ThrowsAsync<AppendTooLargeException>(
            () => backend.Journal.AppendAsync(large).AsTask());

        Assert.Contains("more than one transaction", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before.StreamTransactions, backend.AzureTables.Traffic.StreamTransactions);
        await backend.Journal.AppendAsync(scribe.Next("small"));
        var tail = await backend.Journal.ReadTailAsync(scribe.Stream, TestContext.Current.CancellationToken);
        Assert.Equal("small", Scribe.TextOf(Assert.Single(tail.Records)));
    }

    private static string[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => $"row-{i}")];
}
