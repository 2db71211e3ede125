namespace Rewards.Reliability.Tests.Disk;

/// <summary>What a disk answers, in SQLite's result codes (sqlite.org/rescode.html).</summary>
internal static class DiskCode
{
    public const int Ok = 0;
    public const int Full = 13;
    public const int WriteError = 778;
    public const int SyncError = 1034;
    public const int TruncateError = 1546;
    public const int DeleteError = 2570;
}

/// <summary>Which of SQLite's files it is.</summary>
internal enum DiskFileKind
{
    Main,
    RollbackJournal,
    WriteAheadLog,
}

/// <summary>What SQLite does to a disk.</summary>
internal enum DiskAction
{
    Write,
    Truncate,
    Sync,
    Delete,
}
