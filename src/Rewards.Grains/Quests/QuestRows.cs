using System.Globalization;
using NodaTime;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Quests;

/// <summary>
/// Under quest and window stands the record that completed it, or the one after which it is not done any more. The form
/// of key and value is on disk.
/// </summary>
internal static class QuestRows
{
    private static readonly byte[] Done = [1];
    private static readonly byte[] Undone = [2];

    public static RowKey Key(string quest, Instant start) => new(
        RowKind.QuestRound, string.Create(CultureInfo.InvariantCulture, $"{quest}/{Microseconds.From(start)}"));

    /// <summary>The row of a completion, or of its end; null for any other event.</summary>
    public static Row? Of(MemberEvent change) => change switch
    {
        QuestCompleted completed => new Row(Key(completed.Quest, completed.Start), Done),
        QuestUndone undone => new Row(Key(undone.Quest, undone.Start), Undone),
        _ => null,
    };

    public static bool IsDone(ReadOnlyMemory<byte> value) => value.Span.SequenceEqual(Done);
}
