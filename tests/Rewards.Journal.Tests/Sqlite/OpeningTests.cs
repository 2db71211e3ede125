using Rewards.Journal.Sqlite;
using Rewards.Journal.Sqlite.Native;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Sqlite;

public sealed class OpeningTests
{
    [Fact]
    public async Task Open_ASecondTime_IsRefusedUntilTheFirstIsClosed()
    {
        await using var backend = new SqliteBackend();
        var refusal = Assert.Throws<JournalOpenException>(() => backend.Open());
        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
        await backend.ReopenAsync();
    }

    [Fact]
    public async Task Open_OfANewerSchema_IsRefused()
    {
        await using var backend = new SqliteBackend();
        await backend.Sqlite.DisposeAsync();
        Execute(backend.Path, "PRAGMA user_version = 99");
        var refusal = Assert.Throws<JournalOpenException>(() => backend.Open());
        Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfSomethingElse_IsRefused()
    {
        await using var backend = new SqliteBackend();
        await backend.Sqlite.DisposeAsync();
        var text = string.Concat(Enumerable.Repeat("not a journal ", 1000));
        await File.WriteAllTextAsync(backend.Path, text, TestContext.Current.CancellationToken);
        var refusal = Assert.Throws<JournalOpenException>(() => backend.Open());
        Assert.Contains("not a database", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WhereNoFileCanBe_SaysSo()
    {
        await using var backend = new SqliteBackend();
        var options = new SqliteJournalOptions { Path = Path.Combine(backend.Path, "no", "folder.db") };
        Assert.Throws<JournalOpenException>(() => SqliteJournal.Open(options));
    }

    [Theory]
    [InlineData("synchronous = NORMAL", "synchronous = 1")]
    [InlineData("journal_mode = DELETE", "journal_mode = delete")]
    [InlineData("wal_autocheckpoint = 1000", "wal_autocheckpoint = 1000")]
    public async Task Pragmas_WhenOneIsNotInForce_AreRefusedByName(string pragma, string named)
    {
        await using var backend = new SqliteBackend();
        await backend.Sqlite.DisposeAsync();
        using var connection = Connection.Open(backend.Path, Pragmas.BusyTimeoutMs);
        Pragmas.SetForWriting(connection, new SqliteJournalOptions { Path = backend.Path });

        connection.Execute($"PRAGMA {pragma}");

        var refusal = Assert.Throws<JournalOpenException>(() => Pragmas.Assert(connection));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrations_RunOnceEach_FromTheVersionOfTheFile()
    {
        await using var backend = new SqliteBackend();
        var scribe = Scribe.OfMember("m");
        await backend.Journal.AppendAsync(scribe.Next("kept"));
        await backend.Sqlite.DisposeAsync();
        using (var connection = Connection.Open(backend.Path, Pragmas.BusyTimeoutMs))
        {
            string[][] later = [.. Schema.Migrations, ["CREATE TABLE later(x)", "INSERT INTO later VALUES (1)"]];
            Schema.Migrate(connection, later);
            Schema.Migrate(connection, later);
            Assert.Equal(Schema.Migrations.Count + 1, connection.Number("PRAGMA user_version"));
            Assert.Equal(1, connection.Number("SELECT count(*) FROM later"));
            connection.Execute($"PRAGMA user_version = {Schema.Migrations.Count}");
        }

        await backend.ReopenAsync();
        var tail = await backend.Journal.ReadTailAsync(scribe.Stream, TestContext.Current.CancellationToken);
        Assert.Equal("kept", Scribe.TextOf(Assert.Single(tail.Records)));
    }

    [Fact]
    public void Migration_ThatFails_LeavesTheFileAsItWas()
    {
        using var connection = Connection.Open(":memory:", Pragmas.BusyTimeoutMs);
        string[][] broken = [["CREATE TABLE fine(x)", "CREATE TABLE broken("]];
        Assert.Throws<SqliteException>(() => Schema.Migrate(connection, broken));
        Assert.Equal(0, connection.Number("PRAGMA user_version"));
        Assert.Equal(0, connection.Number("SELECT count(*) FROM sqlite_schema"));
    }

    private static void Execute(string path, string sql)
    {
        using var connection = Connection.Open(path, Pragmas.BusyTimeoutMs);
        connection.Execute(sql);
    }
}
