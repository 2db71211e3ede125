using NodaTime;
using Rewards.Journal.InMemory;
using Rewards.Journal.Migration;
using Rewards.Journal.Sqlite.Native;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Sqlite;

/// <summary>A row of due work that was changed on disk hides no other, and is not taken for what it was.</summary>
public sealed class DamagedDueTests : IAsyncLifetime
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 5, 1, 12, 0);
    private readonly SqliteBackend backend = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await backend.Journal.AppendAsync(Scribe.OfMember("a").Next(due: [new DueItem(Noon, "first")]));
        await backend.Journal.AppendAsync(Scribe.OfMember("b").Next(due: [new DueItem(Noon, "second")]));
        await backend.Journal.AppendAsync(Scribe.OfMember("c").Next(due: [new DueItem(Noon, "third")]));
    }

    public ValueTask DisposeAsync() => backend.DisposeAsync();

    [Fact]
    public async Task Due_WithAnyByteOfARowChanged_StillTellsTheOthers()
    {
        var second = (await AllAsync())[1];
        byte[] row = [(byte)second.Stream.Kind, 3, .. "ops"u8, 1, .. "b"u8, 6, .. "second"u8];
        var unreadable = 0;
        for (var at = 0; at < row.Length; at++)
        {
            foreach (var bit in (byte[])[0x01, 0x80])
            {
                var changed = row.ToArray();
                changed[at] ^= bit;
                await ChangeAsync(
                    $"UPDATE due SET data = x'{Convert.ToHexString(changed)}' WHERE id = {second.Token.Value}");

                var due = await AllAsync();

                Assert.Equal(["first", "third"], due.Where(d => d.Token != second.Token).Select(d => d.Key));
                var damaged = due.Single(d => d.Token == second.Token);
                Assert.NotEqual((second.Stream, second.Key), (damaged.Stream, damaged.Key));
                Assert.Equal(Noon, damaged.At);
                unreadable += damaged.Damage is null ? 0 : 1;
            }
        }

        Assert.True(unreadable > row.Length, $"{unreadable} of {2 * row.Length}");
    }

    [Fact]
    public async Task Due_AtATimeThatCannotBe_StillTellsTheOthers()
    {
        await ChangeAsync("UPDATE due SET at = -9000000000000000000 WHERE id = (SELECT MAX(id) FROM due)");

        var due = await AllAsync();

        Assert.Equal(["", "first", "second"], due.Select(d => d.Key));
        Assert.NotNull(due[0].Damage);
        Assert.Equal(NodaConstants.UnixEpoch, await backend.Journal.NextDueAsync(Cancellation));
    }

    /// <summary>A copy without it would be complete in all but what somebody waits for.</summary>
    [Fact]
    public async Task Migration_WithAnUnreadableRow_IsRefused()
    {
        await backend.Journal.AppendAsync(new Scribe(StreamId.Registry).Next("opened"));
        await ChangeAsync("UPDATE due SET data = x'0363' WHERE id = (SELECT MAX(id) FROM due)");
        await using var target = new InMemoryJournal();

        var refused = await Assert.ThrowsAsync<JournalCorruptException>(
            () => new JournalMigration(backend.Sqlite, target, [], TimeProvider.System).RunAsync(Cancellation));

        Assert.Contains("due item", refused.Message, StringComparison.Ordinal);
    }

    private ValueTask<IReadOnlyList<DueEntry>> AllAsync() => backend.Journal.ReadDueAsync(Noon, 100, Cancellation);

    private async Task ChangeAsync(string statement)
    {
        await backend.Sqlite.DisposeAsync();
        using (var connection = Connection.Open(backend.Path, 1000))
        {
            connection.Execute(statement);
        }

        await backend.ReopenAsync();
    }
}
