using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Quests;

/// <summary>
/// A quest of a programme: several steps that together are done once in each window (a lifetime: once). Progress counts
/// in the window in which an activity happened, within <paramref name="Dates"/> (null: always).
/// </summary>
public sealed record QuestTerms(
    string Id, IReadOnlyDictionary<string, string> Names, WindowKind Window, DateTest? Dates,
    IReadOnlyList<QuestStep> Steps)
{
    /// <summary>Most quests of a programme: each has counters in the member's state.</summary>
    public const int Max = 50;

    /// <summary>Most steps of one.</summary>
    public const int StepsMax = 8;

    /// <summary>The counter that says that it is done in a window.</summary>
    public ulong DoneKey { get; } = KeyOf(Id, "", Window);

    /// <summary>The counter of how often it was ever done.</summary>
    public ulong TotalKey { get; } = KeyOf(Id, "", WindowKind.Lifetime) + 1;

    /// <summary>What goes into the key is fixed for ever: counters on disk are found by it.</summary>
    public static ulong KeyOf(string quest, string step, WindowKind window) => BinaryPrimitives.ReadUInt64BigEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes($"quest|{quest}|{step}|{(byte)window}")));

    /// <summary>Whether progress counts for an activity that happened then.</summary>
    public bool IsOpenAt(Instant at, CommunityCalendar calendar) =>
        Dates is null || Dates.Includes(at.InZone(calendar.Zone).Date);
}
