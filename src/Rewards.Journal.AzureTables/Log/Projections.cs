using System.Security.Cryptography;
using Azure;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// States of projections: a head with the cursor, and parts under a name of their own for each save, so that the head
/// always names parts that belong together. Of two hosts that save at once one wins, with its own cursor.
/// </summary>
internal sealed class Projections(Store store)
{
    /// <summary>Four parts of 704 KiB each are 3.7 MiB as base64: one transaction.</summary>
    private const int PartsPerTransactionMax = 4;

    public async ValueTask<ProjectionState?> LoadAsync(string name, CancellationToken cancellation)
    {
        while (true)
        {
            var head = await FindAsync(name, cancellation).ConfigureAwait(false);
            if (head is null)
            {
                return null;
            }

            var cursor = new FeedCursor(head.Number("Cursor"));
            if (!head.Has("Parts"))
            {
                return new ProjectionState(cursor, default);
            }

            var parts = new List<TableEntity>();
            for (var part = 0; part < head.Number("Parts"); part++)
            {
                if (await store.FindInLogAsync(PartKey(name, head.Text("Save"), part), cancellation)
                    .ConfigureAwait(false) is { } entity)
                {
                    parts.Add(entity);
                }
            }

            if (parts.Count == head.Number("Parts"))
            {
                return new ProjectionState(cursor, Parts.Join(parts));
            }

            var now = await FindAsync(name, cancellation).ConfigureAwait(false);
            if (now?.ETag == head.ETag)
            {
                throw new JournalCorruptException($"A part of the projection '{name}' is missing.");
            }
        }
    }

    public async ValueTask SaveAsync(string name, ProjectionState state, CancellationToken cancellation)
    {
        var before = await FindAsync(name, cancellation).ConfigureAwait(false);
        var save = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var count = state.State.IsEmpty ? 0 : Parts.CountOf(state.State.Length);
        var head = new TableEntity(Keys.Log, Keys.Projection(name)).With("Cursor", state.Cursor.Value);
        if (count > 0)
        {
            head.With("Parts", count).With("Save", save);
            foreach (var parts in Parts.Of(Keys.Log, part => PartKey(name, save, part), state.State)
                .Chunk(PartsPerTransactionMax))
            {
                await WriteAsync([.. parts.Select(TableOperation.Upsert)]).ConfigureAwait(false);
            }
        }

        await WriteAsync([TableOperation.Upsert(head)]).ConfigureAwait(false);
        if (before?.Has("Parts") == true)
        {
            for (var part = 0; part < before.Number("Parts"); part++)
            {
                var key = PartKey(name, before.Text("Save"), part);
                await store.WriteIdempotentAsync(store.Log, TableOperation.Delete(Keys.Log, key)).ConfigureAwait(false);
            }
        }
    }

    private static string PartKey(string name, string save, int part) =>
        $"q{KeyText.EscapeOrHash(name, 400)}!{save}{part:x4}";

    private ValueTask<TableEntity?> FindAsync(string name, CancellationToken cancellation) =>
        store.FindInLogAsync(Keys.Projection(name), cancellation);

    /// <summary>Upserts alone: to send them again does no harm.</summary>
    private async ValueTask WriteAsync(IReadOnlyList<TableOperation> operations)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await store.TransactLogAsync(operations).ConfigureAwait(false);
                return;
            }
            catch (TableRequestException e) when (e.IsUnknownOutcome && attempt < store.Options.AttemptsMax)
            {
                await store.PauseAsync(attempt).ConfigureAwait(false);
            }
        }
    }
}
