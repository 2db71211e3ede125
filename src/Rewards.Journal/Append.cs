namespace Rewards.Journal;

/// <summary>
/// One command's effect on one stream. All of it becomes durable together, or nothing does.
/// </summary>
public sealed class Append
{
    public required StreamId Stream { get; init; }

    /// <summary>The version of the new record; the stream must stand at the one before it.</summary>
    public required long Version { get; init; }

    /// <summary>The record, made by <see cref="Records.RecordWriter"/>.</summary>
    public required ReadOnlyMemory<byte> Record { get; init; }

    /// <summary>The record's place in the stream's hash chain, 32 bytes; see <see cref="Records.HashChain"/>.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>
    /// Hash of the record that this one follows, 32 bytes; <see cref="Records.HashChain.Origin"/> for version 1. The
    /// stream must stand at it: the version alone would let a follower of a failed append through behind the winner.
    /// </summary>
    public required ReadOnlyMemory<byte> PreviousHash { get; init; }

    /// <summary>Keys of the rows that the record sets, in the order in which it sets them.</summary>
    public IReadOnlyList<RowKey> Rows { get; init; } = [];

    /// <summary>
    /// Those of <see cref="Rows"/> that nobody may have set before: the caller has not looked, and leaves it to the
    /// journal to refuse the append when one is taken. For journals alone that say so, see
    /// <see cref="IJournal.RefusesTakenRows"/>.
    /// </summary>
    public IReadOnlyList<RowKey> NewRows { get; init; } = [];

    /// <summary>
    /// The grain's state after this record, or empty. Derived; outside the hash chain. A store may leave it out when
    /// further records are written together with this one.
    /// </summary>
    public ReadOnlyMemory<byte> Snapshot { get; init; }

    /// <summary>Personal and free text that belongs to the record and can be erased, or empty.</summary>
    public ReadOnlyMemory<byte> Side { get; init; }

    /// <summary>
    /// The record had a side record, which was erased before the journal was copied: <see cref="Side"/> is empty.
    /// </summary>
    public bool SideWasErased { get; init; }

    /// <summary>Work to be woken for.</summary>
    public IReadOnlyList<DueItem> Due { get; init; } = [];

    /// <summary>Due work that this record has done.</summary>
    public IReadOnlyList<DueToken> Done { get; init; } = [];
}
