using Rewards.AzureTables;

namespace Rewards.LoadTests.SharedStore;

/// <summary>
/// What a program without a journal would do at least: one entity for each award, inserted by itself, with the same
/// client. No fence, no balance, no id that means once, no feed.
/// </summary>
internal sealed class PlainInserts(TableClient table)
{
    /// <summary>About what a record of an award has.</summary>
    private static readonly byte[] Content = new byte[250];

    private long inserted;

    public async Task<int> InsertAsync(int client)
    {
        var number = Interlocked.Increment(ref inserted);
        var entity = new TableEntity($"plain-{client}-{number % 1_000}", $"{number:x16}")
            .With("Award", (ReadOnlyMemory<byte>)Content);
        await table.WriteAsync(TableOperation.Insert(entity), CancellationToken.None);
        return 1;
    }
}
