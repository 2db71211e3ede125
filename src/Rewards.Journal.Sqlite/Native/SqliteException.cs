namespace Rewards.Journal.Sqlite.Native;

/// <summary>SQLite refused a call. <see cref="Code"/> is its extended result code.</summary>
internal sealed class SqliteException(int code, string message) : Exception($"SQLite error {code}: {message}")
{
    /// <summary>Extended result code, for example 13 (disk full), 778 (write error), 11 (malformed).</summary>
    public int Code { get; } = code;
}
