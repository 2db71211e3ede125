using System.Text;
using Rewards.Journal.Records;

namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// Says that a stream has records: <paramref name="Count"/> of them from version <paramref name="First"/> on, one
/// transaction. The feed is the sequence of all notices.
/// </summary>
internal readonly record struct Notice(StreamId Stream, long First, int Count)
{
    private const byte Format1 = 1;

    /// <summary>
    /// Most bytes of the notices of one entity, counted by <see cref="BytesMax"/>: what it holds, less what comes
    /// before them.
    /// </summary>
    public const int BytesPerEntityMax = Parts.BytesPerEntityMax - 16;

    /// <summary>Kind, the lengths of two texts, and two numbers.</summary>
    private const int BytesBesideTexts = 1 + 5 + 5 + 10 + 10;

    /// <summary>So many bytes of an entity it takes at most.</summary>
    public int BytesMax => BytesBesideTexts
        + Encoding.UTF8.GetByteCount(Stream.Community) + Encoding.UTF8.GetByteCount(Stream.Name);

    /// <summary>
    /// Format (1 byte) · number of notices, each: stream kind (1 byte), community, name, first, count.
    /// </summary>
    public static byte[] Pack(IReadOnlyList<Notice> notices)
    {
        var writer = new ByteWriter(1024);
        writer.Byte(Format1);
        writer.Unsigned((ulong)notices.Count);
        foreach (var notice in notices)
        {
            writer.Byte((byte)notice.Stream.Kind);
            writer.Text(notice.Stream.Community);
            writer.Text(notice.Stream.Name);
            writer.Unsigned((ulong)notice.First);
            writer.Unsigned((ulong)notice.Count);
        }

        return writer.ToArray();
    }

    /// <exception cref="JournalCorruptException">The bytes are no notices.</exception>
    public static Notice[] Unpack(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() is var format and not Format1)
        {
            throw new JournalCorruptException($"Notices have format {format}; this program knows 1.");
        }

        var notices = new Notice[reader.Count()];
        for (var i = 0; i < notices.Length; i++)
        {
            var stream = new StreamId((StreamKind)reader.Byte(), reader.Text(), reader.Text());
            notices[i] = new Notice(stream, (long)reader.Unsigned(), (int)reader.Unsigned());
        }

        return notices;
    }
}
