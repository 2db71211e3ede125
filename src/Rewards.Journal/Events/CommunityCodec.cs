using Rewards.Domain.Communities;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>
/// rules-published.v1, rules-scheduled.v1, schedule-cancelled.v1, contribution-set-apart.v1,
/// contribution-model-published.v1, contribution-model-cancelled.v1
/// </summary>
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

    public static void WriteScheduled(ByteWriter writer, RulesScheduled change)
    {
        writer.Unsigned((ulong)change.Version);
        writer.Text(change.DocumentHash);
        writer.Text(change.By);
        writer.Text(change.Note);
        writer.Time(change.EffectiveAt);
        writer.Text(change.Document);
    }

    public static RulesScheduled ReadScheduled(ref ByteReader reader) => new(
        (int)reader.Unsigned(), reader.Text(), reader.Text(), reader.Text(), reader.Time(), reader.Text());

    public static void WriteCancelled(ByteWriter writer, ScheduleCancelled change)
    {
        writer.Unsigned((ulong)change.Version);
        writer.Text(change.By);
    }

    public static ScheduleCancelled ReadCancelled(ref ByteReader reader) =>
        new((int)reader.Unsigned(), reader.Text());

    public static void WriteSetApart(ByteWriter writer, ContributionSetApart change) => writer.Text(change.By);

    public static ContributionSetApart ReadSetApart(ref ByteReader reader) => new(reader.Text());

    public static void WriteModel(ByteWriter writer, ContributionModelPublished change)
    {
        writer.Unsigned((ulong)change.Version);
        writer.Text(change.DocumentHash);
        writer.Text(change.By);
        writer.Text(change.Note);
        writer.OptionalTime(change.EffectiveAt);
        writer.Text(change.Document);
    }

    public static ContributionModelPublished ReadModel(ref ByteReader reader) => new(
        (int)reader.Unsigned(), reader.Text(), reader.Text(), reader.Text(), reader.OptionalTime(), reader.Text());

    public static void WriteModelCancelled(ByteWriter writer, ContributionModelCancelled change)
    {
        writer.Unsigned((ulong)change.Version);
        writer.Text(change.By);
    }

    public static ContributionModelCancelled ReadModelCancelled(ref ByteReader reader) =>
        new((int)reader.Unsigned(), reader.Text());
}
