using Azure;
using Azure.Core.Pipeline;
using Rewards.AzureTables;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>What is beyond the service's limits is refused in words before anything is sent.</summary>
public sealed class TableLimitTests : IDisposable
{
    private readonly Wire wire = new();
    private readonly TableClient table;

    public TableLimitTests() => table = new TableClient(
        TableConnection.Parse("UseDevelopmentStorage=true"), "birds",
        new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(wire)) });

    public static TheoryData<string, string> ImpossibleKeys
    {
        get
        {
            var keys = new TheoryData<string, string>();
            foreach (var bad in new[] { "/", "\\", "#", "?", "\0", "\u001f", "\u007f", "\u009f", new string('a', 512) })
            {
                keys.Add($"a{bad}", "r");
                keys.Add("p", $"a{bad}");
            }

            return keys;
        }
    }

    [Theory]
    [MemberData(nameof(ImpossibleKeys))]
    public async Task Write_WithAnImpossibleKey_IsRefusedAndSendsNothing(string partition, string row)
    {
        var insert = TableOperation.Insert(new TableEntity(partition, row));

        await RefusedAsync($"impossible {(partition == "p" ? "row" : "partition")} key", insert);
    }

    [Fact]
    public async Task Write_OfALargestProperty_IsSentAndALargerOneIsNot()
    {
        await SentAsync(TableOperation.Insert(Entity(TableLimits.BinaryBytesMax)));
        await SentAsync(TableOperation.Insert(Named(new string('a', TableLimits.TextLengthMax))));

        await RefusedAsync(
            "more than 65536 bytes in 'D0'", TableOperation.Insert(Entity(TableLimits.BinaryBytesMax + 1)));
        await RefusedAsync(
            "more than 32768 characters in 'Text'",
            TableOperation.Insert(Named(new string('a', TableLimits.TextLengthMax + 1))));
    }

    [Fact]
    public async Task Write_OfALargestEntity_IsSentAndALargerOneIsNot()
    {
        var most = Enumerable.Repeat(TableLimits.BinaryBytesMax, 11).ToArray();
        await SentAsync(TableOperation.Upsert(Entity(most)));

        await RefusedAsync("bytes of JSON", TableOperation.Upsert(Entity([.. most, TableLimits.BinaryBytesMax])));
    }

    [Fact]
    public async Task Write_OfTooManyProperties_IsRefusedAndSendsNothing()
    {
        await SentAsync(TableOperation.Insert(Entity(new int[TableLimits.PropertiesMax])));

        await RefusedAsync(
            "too many properties", TableOperation.Insert(Entity(new int[TableLimits.PropertiesMax + 1])));
    }

    [Fact]
    public async Task Transaction_OfAHundredEntities_IsSentAndOfOneMoreIsNot()
    {
        await Assert.ThrowsAsync<TableRequestException>(() => TransactAsync(Inserts(100, 10)));
        Assert.Equal(1, wire.Sent);

        await TransactionRefusedAsync("1 to 100 operations, not 101", Inserts(101, 10));
        await TransactionRefusedAsync("1 to 100 operations, not 0", []);
    }

    [Fact]
    public async Task Transaction_OfFourMebibytes_IsSentAndALargerOneIsNot()
    {
        // 48 KiB are 64 KiB as base64, of which 63 leave room for what is around them.
        await Assert.ThrowsAsync<TableRequestException>(() => TransactAsync(Inserts(63, 48 << 10)));
        Assert.Equal(1, wire.Sent);

        await TransactionRefusedAsync("bytes; at most 4194304", Inserts(64, 48 << 10));
    }

    [Fact]
    public async Task Transaction_OfTwoPartitions_IsRefusedAndSendsNothing() => await TransactionRefusedAsync(
        "stays within one partition",
        [TableOperation.Insert(new TableEntity("p", "r")), TableOperation.Insert(new TableEntity("q", "r"))]);

    [Fact]
    public async Task Transaction_WithAnImpossibleEntity_IsRefusedAsAWhole() => await TransactionRefusedAsync(
        "impossible row key",
        [TableOperation.Insert(new TableEntity("p", "r")), TableOperation.Insert(new TableEntity("p", "a/b"))]);

    public void Dispose() => wire.Dispose();

    private static TableEntity Entity(params int[] sizes)
    {
        var entity = new TableEntity("p", "r");
        for (var i = 0; i < sizes.Length; i++)
        {
            entity.With($"D{i}", (ReadOnlyMemory<byte>)new byte[sizes[i]]);
        }

        return entity;
    }

    private static TableEntity Named(string text) => new TableEntity("p", "r").With("Text", text);

    private static TableOperation[] Inserts(int count, int size) =>
    [
        .. Enumerable.Range(0, count).Select(i => TableOperation.Insert(
            new TableEntity("p", $"r{i}").With("D0", (ReadOnlyMemory<byte>)new byte[size]))),
    ];

    private async Task SentAsync(TableOperation operation)
    {
        var before = wire.Sent;
        await Assert.ThrowsAsync<TableRequestException>(() => WriteAsync(operation));
        Assert.Equal(before + 1, wire.Sent);
    }

    private async Task RefusedAsync(string told, TableOperation operation)
    {
        var before = wire.Sent;
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(operation));
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        await TransactionRefusedAsync(told, [operation]);
        Assert.Equal(before, wire.Sent);
    }

    private async Task TransactionRefusedAsync(string told, TableOperation[] operations)
    {
        var before = wire.Sent;
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => TransactAsync(operations));
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, wire.Sent);
    }

    private Task<ETag> WriteAsync(TableOperation operation) =>
        table.WriteAsync(operation, TestContext.Current.CancellationToken).AsTask();

    private Task<IReadOnlyList<ETag>> TransactAsync(TableOperation[] operations) =>
        table.TransactAsync(operations, TestContext.Current.CancellationToken).AsTask();

    /// <summary>Counts what is sent, and leads nowhere.</summary>
    private sealed class Wire : HttpMessageHandler
    {
        public int Sent { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent++;
            throw new HttpRequestException("cut");
        }
    }
}
