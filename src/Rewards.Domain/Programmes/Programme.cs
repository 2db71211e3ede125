using NodaTime;
using Rewards.Domain.Badges;
using Rewards.Domain.Budgets;
using Rewards.Domain.Contribution;
using Rewards.Domain.Ledger;
using Rewards.Domain.Levels;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Domain.Streaks;
using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>What a community does with an activity of a type that it does not declare.</summary>
public enum UnknownActivityPolicy : byte
{
    /// <summary>Refuse it: <c>unknown-activity-type</c>; nothing is recorded.</summary>
    Reject = 1,

    /// <summary>Record it without award.</summary>
    Record = 2,
}

/// <summary>What a community publishes: its currencies, policies, activity types and rules. Immutable.</summary>
public sealed class Programme
{
    /// <summary>Most rules of one version.</summary>
    public const int RulesMax = 1_000;

    /// <summary>Most currencies; each member has a wallet of each that it earned.</summary>
    public const int CurrenciesMax = 32;

    /// <summary>
    /// Most counters per subject or counterparty for one activity type: each is a keyed row of the activity's record, a
    /// record sets at most 64 of them in one append.
    /// </summary>
    public const int SubjectLimitsPerTypeMax = 60;

    /// <summary>Most counters of past activity per type, for each of which the member's state has counters.</summary>
    public const int TalliesPerTypeMax = 32;

    /// <summary>Most activity types.</summary>
    public const int ActivityTypesMax = 1_000;

    public required CommunityId Community { get; init; }

    /// <summary>Published version: 1, 2, …</summary>
    public required int Version { get; init; }

    public required string Name { get; init; }

    public required CommunityCalendar Calendar { get; init; }

    public required IReadOnlyDictionary<string, CurrencyTerms> Currencies { get; init; }

    public required NegativeBalancePolicy NegativeBalance { get; init; }

    public required UnknownActivityPolicy UnknownActivity { get; init; }

    /// <summary>How far back <c>at</c> may lie behind the time of receipt.</summary>
    public required Duration LatenessMax { get; init; }

    /// <summary>How long a pending award waits for review before it lapses.</summary>
    public required Duration PendingLapse { get; init; }

    public required IReadOnlyDictionary<string, ActivityType> ActivityTypes { get; init; }

    /// <summary>
    /// All rules, and after them the rewards of quests; <see cref="Rule.Ordinal"/> is the index.
    /// </summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    /// <summary>Rules by activity type in the order in which they are considered.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Rule>> RulesByType { get; init; }

    /// <summary>What counts as a contribution; null where the community does not measure it.</summary>
    public required ContributionModel? Contribution { get; init; }

    /// <summary>What sanctions do to earning.</summary>
    public SanctionPolicy Sanctions { get; init; } = SanctionPolicy.Default;

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<string, Budget> Budgets { get; init; } = NoBudgets;

    /// <summary>What an activity of a type may draw from budgets.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<BudgetNeed>> BudgetsByType { get; init; } = NoNeeds;

    private static readonly Dictionary<string, Budget> NoBudgets = [];
    private static readonly Dictionary<string, IReadOnlyList<BudgetNeed>> NoNeeds = [];

    /// <summary>The levels; null where there are none.</summary>
    public LevelLadder? Levels { get; init; }

    /// <summary>The badges by id.</summary>
    public IReadOnlyDictionary<string, Badge> Badges { get; init; } = new Dictionary<string, Badge>();

    /// <summary>The streaks by id.</summary>
    public IReadOnlyDictionary<string, StreakTerms> Streaks { get; init; } = new Dictionary<string, StreakTerms>();

    /// <summary>The streaks by the activity type that counts for them; null where there are none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<StreakTerms>>? StreaksByType { get; init; }

    /// <summary>The quests by id.</summary>
    public IReadOnlyDictionary<string, Quest> Quests { get; init; } = NoQuests;

    private static readonly Dictionary<string, Quest> NoQuests = [];

    /// <summary>Whether there can be more to tell of an activity than points.</summary>
    public bool HasAchievements { get; init; }

    /// <summary>Counters of past activity that conditions read, by the type of activity that they count.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Tally>> TalliesByType { get; init; }

    /// <summary>
    /// What a counterparty's grain counts of activities of a type, because rules ask there for support in return; null
    /// where none does.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tally>>? SupportByType { get; init; }

    /// <summary>Counters in keyed rows that an activity of a type may need, each once.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<KeyedCounter>> KeyedByType { get; init; }

    /// <summary>
    /// The canonical JSON that this was compiled from; see <see cref="JsonDocuments.WriteCanonical"/>.
    /// </summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>When a lot that becomes spendable now expires; null: never.</summary>
    public Instant? LotExpiry(string currency, Instant now) =>
        Currencies.TryGetValue(currency, out var terms) && terms.Validity is { } validity
            ? Calendar.EndOfValidity(now, validity)
            : null;
}
