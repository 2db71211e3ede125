using Rewards.Domain.Experiments;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>experiment-started.v1, experiment-widened.v1, experiment-stopped.v1</summary>
internal static class ExperimentCodec
{
    public static void WriteStarted(ByteWriter writer, ExperimentStarted change)
    {
        writer.Text(change.Id);
        writer.Unsigned((ulong)change.Version);
        writer.Text(change.DocumentHash);
        writer.Unsigned((ulong)change.Percent);
        writer.OptionalTime(change.Until);
        writer.Text(change.By);
        writer.Text(change.Note);
        writer.Text(change.Document);
    }

    public static ExperimentStarted ReadStarted(ref ByteReader reader) => new(
        reader.Text(), (int)reader.Unsigned(), reader.Text(), (int)reader.Unsigned(), reader.OptionalTime(),
        reader.Text(), reader.Text(), reader.Text());

    public static void WriteWidened(ByteWriter writer, ExperimentWidened change)
    {
        writer.Text(change.Id);
        writer.Unsigned((ulong)change.Percent);
        writer.Text(change.By);
    }

    public static ExperimentWidened ReadWidened(ref ByteReader reader) =>
        new(reader.Text(), (int)reader.Unsigned(), reader.Text());

    public static void WriteStopped(ByteWriter writer, ExperimentStopped change)
    {
        writer.Text(change.Id);
        writer.Text(change.By);
    }

    public static ExperimentStopped ReadStopped(ref ByteReader reader) => new(reader.Text(), reader.Text());
}
