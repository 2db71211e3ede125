using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Ledger;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Grains.Quests;
using Rewards.Grains.Standing;
using Rewards.Grains.Vesting;

namespace Rewards.Grains.Members;

/// <summary>An award as first decided. Amounts in whole units of the currency.</summary>
public sealed record AwardMade(
    int Rule, string Currency, long Asked, long Granted, AwardStatus Status, Instant? ExpiresAt, Instant? LapsesAt);

/// <summary>An award to somebody else, on its way. Amounts in whole units of the currency.</summary>
public sealed record AwardQueued(int Rule, Recipient To, string Person, string Currency, long Asked, long Granted);

/// <summary>A badge that an activity earned, by the rule of that ordinal.</summary>
public sealed record BadgeMade(string Badge, int Rule);

/// <summary>
/// Something that an activity gave to claim, by the rule of that ordinal and the <paramref name="Index"/>-th of what it
/// gives beside currencies. <paramref name="Id"/> is null while it waits for approval.
/// </summary>
public sealed record EntitlementMade(
    int Rule, int Index, EntitlementKind Kind, string Item, int Quantity, string? Id, Instant? ExpiresAt);

/// <summary>Balances of one currency, in whole units.</summary>
public sealed record BalanceView(string Currency, long Available, long Pending, long Held);

/// <summary>What became of an activity's awards since they were decided.</summary>
/// <param name="Review">Of those that were pending: pending, granted, rejected, lapsed; null when none was.</param>
/// <param name="Reversed">Everything was taken back.</param>
public sealed record CurrentAwards(AwardStatus? Review, bool Reversed)
{
    /// <summary>
    /// Where the review stands, also where it is about contribution alone; null where nothing waited for one.
    /// </summary>
    public AwardStatus? Reviewed { get; init; }

    /// <summary>Of those that vest; open as long as one is; null when none does.</summary>
    public VestingStatus? Vesting { get; init; }
}

/// <summary>
/// An activity as first decided, with the state of things now. <paramref name="Replayed"/>: this answer repeats an
/// earlier one. <paramref name="Activity"/> includes personal facts unless they were erased.
/// </summary>
public sealed record ActivityAnswer(
    bool Replayed,
    Activity Activity,
    Instant RecordedAt,
    Receipt Receipt,
    IReadOnlyList<AwardMade> Awards,
    CurrentAwards? Current,
    IReadOnlyList<BalanceView> Balances)
{
    /// <summary>Factors and discounts of the rules that have them.</summary>
    public IReadOnlyList<RuleWeight> Weights { get; init; } = [];

    /// <summary>What goes to others, by a command of its own each.</summary>
    public IReadOnlyList<AwardQueued> Queued { get; init; } = [];

    /// <summary>What later versions granted for it, oldest first.</summary>
    public IReadOnlyList<RetroactiveMade> Retroactive { get; init; } = [];

    /// <summary>What there is beside points; null where the programme has none of it.</summary>
    public AchievementsMade? Achieved { get; init; }
}

/// <summary>
/// What version <paramref name="Version"/> granted beyond what was given by <paramref name="FromVersion"/>; rules are
/// those of <paramref name="Version"/>.
/// </summary>
public sealed record RetroactiveMade(int FromVersion, int Version, Instant At, IReadOnlyList<AwardMade> Awards);

/// <summary>What an activity came to beside points.</summary>
/// <param name="Badges">The badges that it earned.</param>
/// <param name="BadgesAwaited">Badges that wait for the approval of its awards.</param>
/// <param name="Entitlements">What it gave to claim, and what waits for approval.</param>
/// <param name="Level">The member's level now; null: none.</param>
/// <param name="LevelChanged">Whether the activity changed it, as first decided.</param>
public sealed record AchievementsMade(
    IReadOnlyList<BadgeMade> Badges,
    IReadOnlyList<BadgeMade> BadgesAwaited,
    IReadOnlyList<EntitlementMade> Entitlements,
    string? Level,
    bool LevelChanged)
{
    /// <summary>Progress that it gave in quests.</summary>
    public IReadOnlyList<QuestMade> Quests { get; init; } = [];

    /// <summary>
    /// Rules of rewards that were taken back because another activity, on which the quest rested, was reversed.
    /// </summary>
    public IReadOnlyList<int> QuestsUndone { get; init; } = [];
}

/// <summary>An adjustment with the balances now.</summary>
public sealed record AdjustmentAnswer(
    bool Replayed, string Currency, long Amount, Instant RecordedAt, IReadOnlyList<BalanceView> Balances);

/// <summary>A hold with the balances now.</summary>
public sealed record HoldAnswer(bool Replayed, string Hold, bool Ended, IReadOnlyList<BalanceView> Balances);

/// <summary>A member's balance of one currency with the lots that expire, earliest first.</summary>
public sealed record MemberBalance(BalanceView Balance, IReadOnlyList<Lot> Expiring);

/// <summary>A member.</summary>
public sealed record MemberView(Instant Since, IReadOnlyList<MemberBalance> Balances)
{
    public StandingView Standing { get; init; } = StandingView.Good;

    /// <summary>What vests for what this member did, at most <see cref="VestingTerms.OpenMax"/>.</summary>
    public IReadOnlyList<VestingView> Vestings { get; init; } = [];

    /// <summary>The contribution of a lifetime, in thousandths of a point.</summary>
    public long ContributionMillis { get; init; }

    /// <summary>The level; null: none.</summary>
    public string? Level { get; init; }

    /// <summary>In the order in which they were earned.</summary>
    public IReadOnlyList<BadgeView> Badges { get; init; } = [];

    /// <summary>In the order in which they began.</summary>
    public IReadOnlyList<StreakView> Streaks { get; init; } = [];

    /// <summary>The quests of the programme in force, in the order of writing.</summary>
    public IReadOnlyList<QuestView> Quests { get; init; } = [];
}

/// <summary>A member's streak as of the community's day.</summary>
/// <param name="Streak">Which streak.</param>
/// <param name="Current">Its length now: today counts if it is active, and is not missed yet if it is not.</param>
/// <param name="Longest">The greatest length that there ever was.</param>
/// <param name="LastDay">The latest active day.</param>
/// <param name="FreezesLeft">Freezes of this month that are left.</param>
public sealed record StreakView(string Streak, long Current, long Longest, LocalDate LastDay, int FreezesLeft);

/// <summary>A badge that a member has.</summary>
public sealed record BadgeView(string Badge, string Activity, Instant At);

/// <summary>What caused a posting: <paramref name="Kind"/> is one of <see cref="LedgerCauses"/>.</summary>
public sealed record LedgerCause(
    string Kind, string? Activity, int? RulesVersion, int? Rule, string? By, string? Reason, string? Hold)
{
    /// <summary>Whose activity it was, where it was not the member's own.</summary>
    public string? From { get; init; }
}

/// <summary>One posting of a member's ledger.</summary>
public sealed record LedgerEntry(long Version, int Index, Instant At, Posting Posting, LedgerCause Cause);

/// <summary>Postings newest first; <paramref name="Next"/> is where to go on, null at the end.</summary>
public sealed record LedgerPage(IReadOnlyList<LedgerEntry> Entries, LedgerPlace? Next);
