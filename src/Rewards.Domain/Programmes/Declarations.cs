using Rewards.Domain.Badges;
using Rewards.Domain.Budgets;
using Rewards.Domain.Levels;
using Rewards.Domain.Quests;
using Rewards.Domain.Streaks;

namespace Rewards.Domain.Programmes;

/// <summary>What a document declares by name and its conditions and rules may refer to.</summary>
internal sealed record Declarations(
    IReadOnlyDictionary<string, CurrencyTerms> Currencies, IReadOnlyDictionary<string, ActivityType> Types)
{
    /// <summary>Null where no levels are written.</summary>
    public LevelLadder? Levels { get; init; }

    public IReadOnlyDictionary<string, Budget> Budgets { get; init; } = new Dictionary<string, Budget>();

    public IReadOnlyDictionary<string, StreakTerms> Streaks { get; init; } = new Dictionary<string, StreakTerms>();

    public IReadOnlyDictionary<string, QuestTerms> Quests { get; init; } = new Dictionary<string, QuestTerms>();

    public IReadOnlyDictionary<string, Badge> Badges { get; init; } = new Dictionary<string, Badge>();
}
