using Rewards.Domain;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>quest-advanced.v1, quest-completed.v1, quest-set-back.v1, quest-undone.v1</summary>
internal static class QuestCodec
{
    public static void WriteAdvanced(ByteWriter writer, QuestAdvanced advanced)
    {
        writer.Unsigned((ulong)advanced.Rule);
        writer.Text(advanced.Quest);
        writer.Text(advanced.Step);
        LedgerParts.WriteUses(writer, [advanced.Use]);
        writer.Unsigned((ulong)advanced.Progress);
        writer.Unsigned((ulong)advanced.Needed);
    }

    public static QuestAdvanced ReadAdvanced(ref ByteReader reader)
    {
        var (rule, quest, step) = ((int)reader.Unsigned(), reader.Text(), reader.Text());
        return LedgerParts.ReadUses(ref reader) is [var use]
            ? new QuestAdvanced(rule, quest, step, use, (long)reader.Unsigned(), (long)reader.Unsigned())
            : throw new JournalCorruptException("Progress in a quest is counted once.");
    }

    public static void WriteCompleted(ByteWriter writer, QuestCompleted completed)
    {
        writer.Text(completed.Quest);
        LedgerParts.WriteSeconds(writer, completed.Start);
        writer.Text(completed.Activity.Value);
        writer.Unsigned((ulong)completed.Rule);
        LedgerParts.WriteUses(writer, completed.Uses);
    }

    public static QuestCompleted ReadCompleted(ref ByteReader reader) => new(
        reader.Text(),
        ReadStart(ref reader),
        new ActivityId(reader.Text()),
        (int)reader.Unsigned(),
        LedgerParts.ReadUses(ref reader));

    public static void WriteSetBack(ByteWriter writer, QuestSetBack back)
    {
        writer.Text(back.Activity.Value);
        LedgerParts.WriteUses(writer, back.Freed);
    }

    public static QuestSetBack ReadSetBack(ref ByteReader reader) =>
        new(new ActivityId(reader.Text()), LedgerParts.ReadUses(ref reader));

    public static void WriteUndone(ByteWriter writer, QuestUndone undone)
    {
        writer.Text(undone.Quest);
        LedgerParts.WriteSeconds(writer, undone.Start);
        writer.Text(undone.Activity.Value);
        writer.Text(undone.Because.Value);
        writer.Unsigned((ulong)undone.Rule);
        LedgerParts.WriteUses(writer, undone.Freed);
        LedgerParts.WritePostings(writer, undone.Moves);
    }

    public static QuestUndone ReadUndone(ref ByteReader reader) => new(
        reader.Text(),
        ReadStart(ref reader),
        new ActivityId(reader.Text()),
        new ActivityId(reader.Text()),
        (int)reader.Unsigned(),
        LedgerParts.ReadUses(ref reader),
        LedgerParts.ReadPostings(ref reader));

    private static NodaTime.Instant ReadStart(ref ByteReader reader) => LedgerParts.ReadSeconds(ref reader)
        ?? throw new JournalCorruptException("A quest is done in a window, and every window begins.");
}
