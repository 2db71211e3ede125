using Rewards.Journal.Records;

namespace Rewards.Journal;

/// <summary>Bounds that hold for every backend; a shared store's smallest limits decide.</summary>
public static class JournalLimits
{
    /// <summary>
    /// Largest record in bytes. A shared store takes 4 MiB per transaction, and rows and side records go with it.
    /// </summary>
    public const int RecordBytesMax = 1 << 20;

    /// <summary>Largest snapshot in bytes.</summary>
    public const int SnapshotBytesMax = 1 << 20;

    /// <summary>Largest side record in bytes: 64 facts of 4,096 characters in UTF-8 fit.</summary>
    public const int SideBytesMax = 1 << 20;

    /// <summary>Most rows that one record sets; a shared store takes 100 entities per transaction.</summary>
    public const int RowsPerRecordMax = 64;

    /// <summary>Most due items, added and done, of one record.</summary>
    public const int DuePerRecordMax = 16;

    /// <summary>Longest key of a due item, in UTF-16 code units.</summary>
    public const int DueKeyLengthMax = 256;

    /// <summary>Refuses what no backend could write, before anything is written.</summary>
    /// <exception cref="AppendTooLargeException">A bound above is exceeded.</exception>
    /// <exception cref="ArgumentException">A hash does not have 32 bytes.</exception>
    public static void Check(Append append)
    {
        if (append.Hash.Length != HashChain.Size || append.PreviousHash.Length != HashChain.Size)
        {
            throw new ArgumentException($"The hashes of an append have {HashChain.Size} bytes each.", nameof(append));
        }

        if (append.NewRows.Count > 0 && append.NewRows.Except(append.Rows).Any())
        {
            throw new ArgumentException("New rows are among the rows that the record sets.", nameof(append));
        }

        Require(append.Record.Length, RecordBytesMax, "bytes of record");
        Require(append.Snapshot.Length, SnapshotBytesMax, "bytes of snapshot");
        Require(append.Side.Length, SideBytesMax, "bytes of side record");
        Require(append.Rows.Count, RowsPerRecordMax, "rows");
        Require(append.Due.Count + append.Done.Count, DuePerRecordMax, "due items");
        for (var i = 0; i < append.Due.Count; i++)
        {
            Require(append.Due[i].Key.Length, DueKeyLengthMax, "characters of a due item's key");
        }
    }

    private static void Require(int actual, int allowed, string what)
    {
        if (actual > allowed)
        {
            throw new AppendTooLargeException(
                $"The command needs {actual} {what}; at most {allowed} fit into one append.");
        }
    }
}
