using Rewards.Journal.Records;

namespace Rewards.Journal.Migration;

/// <summary>
/// What a target says about its migration, kept among its projections: from which journal it comes, and whether
/// everything is there. A journal that was never a target has none.
/// </summary>
public sealed class MigrationMark
{
    private const string Name = "migration";
    private const byte Version = 1;
    private readonly byte[] source;

    private MigrationMark(ReadOnlyMemory<byte> source, bool complete)
    {
        this.source = source.ToArray();
        IsComplete = complete;
    }

    public bool IsComplete { get; }

    /// <summary>Refuses to work on a journal that holds a part of another one.</summary>
    /// <exception cref="JournalOpenException">It is the target of a migration that did not come to its end.</exception>
    public static async ValueTask RefuseUnfinishedAsync(IJournal journal, CancellationToken cancellation)
    {
        if (await ReadAsync(journal, cancellation).ConfigureAwait(false) is { IsComplete: false })
        {
            throw new JournalOpenException(
                "This journal is the target of a migration that did not come to its end, so it holds only a part. "
                + "Run the same migration again: it goes on where it was. Or go on with the journal it comes from.");
        }
    }

    internal static async ValueTask<MigrationMark?> ReadAsync(IJournal journal, CancellationToken cancellation)
    {
        if (await journal.LoadProjectionAsync(Name, cancellation).ConfigureAwait(false) is not { } state)
        {
            return null;
        }

        var reader = new ByteReader(state.State.Span);
        if (reader.Byte() != Version)
        {
            throw new JournalOpenException("A newer program migrated this journal; use that one.");
        }

        var complete = reader.Byte() == 1;
        return new MigrationMark(reader.Blob().ToArray(), complete);
    }

    /// <summary>The mark of a target that is filled from a source.</summary>
    internal static MigrationMark Begun(ReadOnlyMemory<byte> source) => new(source, complete: false);

    internal bool IsFrom(ReadOnlyMemory<byte> other) => source.AsSpan().SequenceEqual(other.Span);

    internal MigrationMark Completed() => new(source, complete: true);

    internal ValueTask SaveAsync(IJournal target, CancellationToken cancellation)
    {
        var writer = new ByteWriter();
        writer.Byte(Version);
        writer.Byte(IsComplete ? (byte)1 : (byte)0);
        writer.Blob(source);
        return target.SaveProjectionAsync(
            Name, new ProjectionState(FeedCursor.Beginning, writer.ToArray()), cancellation);
    }
}
