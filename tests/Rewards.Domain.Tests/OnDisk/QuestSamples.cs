using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Tests.OnDisk;

/// <summary>Samples of progress in quests, their completion, and its end.</summary>
internal static class QuestSamples
{
    private static readonly Instant Week = Instant.FromUtc(2026, 3, 1, 16, 0);
    private static readonly Instant Next = Instant.FromUtc(2026, 3, 8, 16, 0);
    private static readonly ActivityId Activity = new("a1");

    private static readonly LimitUse Progress =
        new(0x0123456789ABCDEF, LimitScope.Member, LimitUnit.Amount, Week, Next, 2);

    private static readonly LimitUse[] Done =
    [
        new(1, LimitScope.Member, LimitUnit.Times, Week, Next, 1),
        new(2, LimitScope.Member, LimitUnit.Times, NodaConstants.UnixEpoch, null, 1),
    ];

    public static readonly EventSample[] All =
    [
        new("quest-advanced.v1", new QuestAdvanced(300, "first-steps", "quizzes", Progress, 3, 500),
            "ac020b66697273742d7374657073077175697a7a6573010123456789abcdef010101808aa39a0d0180f4ec9a0d0203f4"
            + "03"),
        new("quest-completed.v1", new QuestCompleted("first-steps", Week, Activity, 301, Done),
            "0b66697273742d737465707301808aa39a0d026131ad02020000000000000001010201808aa39a0d0180f4ec9a0d0100"
            + "00000000000002010201000001"),
        new("quest-set-back.v1", new QuestSetBack(Activity, [Progress]),
            "026131010123456789abcdef010101808aa39a0d0180f4ec9a0d02"),
        new("quest-undone.v1", new QuestUndone("first-steps", Week, Activity, new ActivityId("活动"), 301, Done,
            [
                new Posting("stars", Account.Available, Account.Issuance, 300, Next),
            ]),
            "0b66697273742d737465707301808aa39a0d02613106e6b4bbe58aa8ad02020000000000000001010201808aa39a0d01"
            + "80f4ec9a0d010000000000000002010201000001010573746172730110ac020180f4ec9a0d"),
    ];
}
