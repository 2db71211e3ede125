using Rewards.Journal.Sqlite;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Sqlite;

/// <summary>A journal in a real file of its own folder.</summary>
internal sealed class SqliteBackend : IJournalBackend
{
    private readonly Func<SqliteJournalOptions, SqliteJournalOptions> adjust;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rewards-journal-");

    public SqliteBackend(Func<SqliteJournalOptions, SqliteJournalOptions>? adjust = null)
    {
        this.adjust = adjust ?? (options => options);
        Sqlite = Open();
    }

    public string Path => System.IO.Path.Combine(folder.FullName, "journal.db");

    public SqliteJournal Sqlite { get; private set; }

    public IJournal Journal => Sqlite;

    public SqliteJournal Open() => SqliteJournal.Open(adjust(new SqliteJournalOptions { Path = Path }));

    public async ValueTask ReopenAsync()
    {
        await Sqlite.DisposeAsync();
        Sqlite = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Sqlite.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
