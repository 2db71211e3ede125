namespace Rewards.Journal.Tests.Migration;

/// <summary>A target that writes something else than it was given.</summary>
internal sealed class AlteredTarget(ICopyableJournal inner, Func<Append, Append> alter) : CopyableWrapper(inner)
{
    public override ValueTask AppendAsync(Append append) => Inner.AppendAsync(alter(append));

    /// <summary>The append with other parts beside its record.</summary>
    public static Append With(
        Append append,
        ReadOnlyMemory<byte>? snapshot = null,
        ReadOnlyMemory<byte>? side = null,
        IReadOnlyList<RowKey>? rows = null,
        IReadOnlyList<DueItem>? due = null) => new()
        {
            Stream = append.Stream,
            Version = append.Version,
            Record = append.Record,
            Hash = append.Hash,
            PreviousHash = append.PreviousHash,
            Rows = rows ?? append.Rows,
            Snapshot = snapshot ?? append.Snapshot,
            Side = side ?? append.Side,
            Due = due ?? append.Due,
        };
}
