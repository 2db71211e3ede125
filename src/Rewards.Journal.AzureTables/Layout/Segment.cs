using Rewards.AzureTables;
using Rewards.Journal.Records;

namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// Markers: streams to which a session may append. Written before the first append, so that after a crash these streams
/// and no others are looked at. With each goes the version at which the stream stood.
/// </summary>
internal static class Segment
{
    private const byte Format1 = 1;

    public static TableOperation Insert(
        string session, long number, IReadOnlyList<(StreamId Stream, long Version)> marks)
    {
        var writer = new ByteWriter(1024);
        writer.Byte(Format1);
        writer.Unsigned((ulong)marks.Count);
        foreach (var (stream, version) in marks)
        {
            writer.Byte((byte)stream.Kind);
            writer.Text(stream.Community);
            writer.Text(stream.Name);
            writer.Unsigned((ulong)version);
        }

        return TableOperation.Insert(
            Parts.Of(Keys.Log, _ => Keys.Segment(session, number), writer.ToArray()).Single());
    }

    public static IEnumerable<(StreamId Stream, long Version)> Read(TableEntity entity)
    {
        var block = Parts.Join([entity]);
        var reader = new ByteReader(block.Span);
        if (reader.Byte() != Format1)
        {
            throw new JournalCorruptException($"The markers '{entity.RowKey}' have a format that is not known.");
        }

        var marks = new (StreamId, long)[reader.Count()];
        for (var i = 0; i < marks.Length; i++)
        {
            var stream = new StreamId((StreamKind)reader.Byte(), reader.Text(), reader.Text());
            marks[i] = (stream, (long)reader.Unsigned());
        }

        return marks;
    }
}
