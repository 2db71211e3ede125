using Rewards.Journal.Sqlite.Native;

namespace Rewards.Journal.Sqlite;

/// <summary>
/// Tables of the file and how older ones become the present. <c>user_version</c> counts the migrations that were run.
/// </summary>
internal static class Schema
{
    /// <summary>Migration n leads from version n to n + 1. Only ever added to.</summary>
    public static readonly IReadOnlyList<string[]> Migrations =
    [
        [
            // Blocks of frames, in the order of their commits.
            "CREATE TABLE log(id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
            // The index: manifest of the sorted runs, and their parts.
            "CREATE TABLE run(id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
            "CREATE TABLE run_chunk(id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
            // Due work; "at" in microseconds since 1970.
            "CREATE TABLE due(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, data BLOB NOT NULL)",
            "CREATE INDEX due_at ON due(at)",
            "CREATE TABLE side(id INTEGER PRIMARY KEY, data BLOB NOT NULL)",
            "CREATE TABLE projection("
            + "name TEXT PRIMARY KEY, cursor INTEGER NOT NULL, state BLOB NOT NULL) WITHOUT ROWID",
            // index_key: secret of the key hash. indexed_to: last block whose entries are all in runs.
            "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
            "INSERT INTO meta VALUES ('index_key', randomblob(16)), ('indexed_to', 0)",
        ],
    ];

    /// <exception cref="JournalOpenException">The file was written by a newer program.</exception>
    public static void Migrate(Connection connection, IReadOnlyList<string[]> migrations)
    {
        var version = connection.Number("PRAGMA user_version");
        if (version > migrations.Count)
        {
            throw new JournalOpenException(
                $"The journal has schema version {version}; this program knows up to {migrations.Count}. "
                + "Use the program that wrote it, or a newer one.");
        }

        for (var next = (int)version; next < migrations.Count; next++)
        {
            connection.InTransaction([.. migrations[next], $"PRAGMA user_version = {next + 1}"]);
        }
    }
}
