using NodaTime;
using Rewards.Domain.Badges;
using Rewards.Domain.Budgets;
using Rewards.Domain.Contribution;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Ledger;
using Rewards.Domain.Quests;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;

namespace Rewards.Domain.Members;

/// <summary>
/// The awards of one activity with what became of them since, put together from the record of the activity and the
/// record that last changed their status.
/// </summary>
/// <param name="Activity">The activity.</param>
/// <param name="Subject">Its subject; counters per subject are under it.</param>
/// <param name="Awards">As first decided, less rewards of quests that were taken back since.</param>
/// <param name="Review">
/// Where the review stands: pending, granted (approved), rejected or lapsed; null when no award was pending at first,
/// and what counts as contribution once it is approved has not been reviewed.
/// </param>
/// <param name="Reversed">Whether everything was taken back.</param>
/// <param name="Approved">The postings of the approval; they name the lots that were filled.</param>
public sealed record RecordedAwards(
    ActivityId Activity,
    string? Subject,
    IReadOnlyList<PointsAwarded> Awards,
    AwardStatus? Review,
    bool Reversed,
    IReadOnlyList<Posting> Approved)
{
    /// <summary>What the activity gives to others.</summary>
    public IReadOnlyList<AwardsQueued> Queued { get; init; } = [];

    /// <summary>What they drew from budgets.</summary>
    public IReadOnlyList<BudgetDraw> Draws { get; init; } = [];

    /// <summary>What became of the awards that vest.</summary>
    public IReadOnlyList<VestingOutcome> Vestings { get; init; } = [];

    /// <summary>What the activity contributed, as first measured.</summary>
    public IReadOnlyList<ContributionLine> Measured { get; init; } = [];

    /// <summary>What its pending rules give beside currencies, once they are approved.</summary>
    public IReadOnlyList<EffectsAwaited> Awaited { get; init; } = [];

    /// <summary>The badges that it earned, at once or by approval.</summary>
    public IReadOnlyList<BadgeEarned> Badges { get; init; } = [];

    /// <summary>What may be claimed because of it, since it was recorded or approved.</summary>
    public IReadOnlyList<EntitlementGranted> Entitlements { get; init; } = [];

    /// <summary>The progress that it gave in quests.</summary>
    public IReadOnlyList<QuestAdvanced> Advances { get; init; } = [];

    /// <summary>The quests that stand as done on that progress, by it or by another activity.</summary>
    public IReadOnlyList<QuestRound> Rounds { get; init; } = [];

    /// <summary>What later versions granted for it, oldest first.</summary>
    public IReadOnlyList<GrantedRetroactively> Retroactive { get; init; } = [];

    /// <summary>The version by which it was decided and measured.</summary>
    public int RulesVersion { get; init; }

    /// <summary>The activity's counterparty; counters per counterparty are under it.</summary>
    public string? Counterparty { get; init; }

    /// <summary>What a counter of that scope is about.</summary>
    public string? TargetOf(LimitScope scope) => scope switch
    {
        LimitScope.MemberAndSubject => Subject,
        LimitScope.MemberAndCounterparty => Counterparty,
        _ => null,
    };

    /// <summary>Whether some of it counts as contribution only once it is approved.</summary>
    public bool CountsOnceApproved => Measured.Any(line => line.AfterApproval);

    /// <summary>Whether a review is waited for; what was reversed waits for nothing.</summary>
    public bool Waits => !Reversed && (Review == AwardStatus.Pending || (Review is null && CountsOnceApproved));

    /// <summary>How the review ended; null where there was none.</summary>
    public AwardStatus? ReviewMade => Review == AwardStatus.Pending ? null : Review;

    public IEnumerable<PointsAwarded> PendingAwards => Awards.Where(award => award.Status == AwardStatus.Pending);

    /// <summary>When the pending awards lapse; null when none is pending.</summary>
    public Instant? LapsesAt => Review == AwardStatus.Pending && !Reversed ? PendingAwards.First().LapsesAt : null;
}
