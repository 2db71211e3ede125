using Rewards.Journal.Sqlite;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Sqlite;

/// <summary>A journal in a real file of its own folder.</summary>
internal sealed class SqliteBackend : IJournalBackend
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rewards-journal-");

    public SqliteBackend(Func<SqliteJournalOptions, SqliteJournalOptions>? adjust = null)
    {
        Adjust = adjust ?? (options => options);
        Sqlite = Open();
    }

    /// <summary>Settings for the next opening.</summary>
    public Func<SqliteJournalOptions, SqliteJournalOptions> Adjust { get; set; }

    public string Path => System.IO.Path.Combine(folder.FullName, "journal.db");

    public SqliteJournal Sqlite { get; private set; }

    public IJournal Journal => Sqlite;

    public SqliteJournal Open() => SqliteJournal.Open(Adjust(new SqliteJournalOptions { Path = Path }));

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
