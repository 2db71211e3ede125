using Rewards.AzureTables;
using Rewards.Journal.AzureTables;

namespace Rewards.LoadTests.SharedStore;

/// <summary>
/// What a program without a journal would do at least: one entity for each award, inserted by itself, with the same
/// client. No fence, no balance, no id that means once, no feed.
/// </summary>
internal sealed class PlainInserts : IStoreProgram
{
    /// <summary>About what a record of an award has.</summary>
    private static readonly byte[] Content = new byte[250];

    private readonly TableClient table;
    private long inserted;

    private PlainInserts(TableClient table) => this.table = table;

    public JournalTraffic Traffic => default;

    public static async Task<IStoreProgram> BeginAsync(TableConnection connection, string name, UnderWay underWay)
    {
        var table = new TableClient(connection, name, underWay.Options());
        await table.CreateIfMissingAsync(CancellationToken.None);
        return new PlainInserts(table);
    }

    public async Task<int> RequestAsync(int client)
    {
        var number = Interlocked.Increment(ref inserted);
        var entity = new TableEntity($"plain-{client}-{number % 1_000}", $"{number:x16}")
            .With("Award", (ReadOnlyMemory<byte>)Content);
        await table.WriteAsync(TableOperation.Insert(entity), CancellationToken.None);
        return 1;
    }

    /// <summary>An insert that was answered is there; nothing is worked out from it.</summary>
    public Task CheckAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
