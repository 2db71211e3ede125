using Rewards.Domain.Entitlements;
using Rewards.Domain.Members;

namespace Rewards.Domain.Quests;

/// <summary>A quest that stands as done in a window, with what it gave then.</summary>
public sealed record QuestRound(
    QuestCompleted Completed,
    PointsAwarded Reward,
    IReadOnlyList<string> Badges,
    IReadOnlyList<EntitlementGranted> Entitlements);
