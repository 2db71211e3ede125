using Rewards.Domain.Communities;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>rules-published.v1</summary>
internal static class CommunityCodec
{
    public static void WritePublished(ByteWriter writer, RulesPublished change)
    {
        writer.Unsigned((ulong)change.Version);
        writer.Text(change.DocumentHash);
        writer.Text(change.By);
        writer.Text(change.Note);
        writer.Text(change.Document);
    }

    public static RulesPublished ReadPublished(ref ByteReader reader) =>
        new((int)reader.Unsigned(), reader.Text(), reader.Text(), reader.Text(), reader.Text());
}
