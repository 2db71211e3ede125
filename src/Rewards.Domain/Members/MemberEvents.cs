using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Members;

/// <summary>Something that happened to a member. What is on disk is in the event catalogue of the journal.</summary>
public abstract record MemberEvent
{
    /// <summary>The movements of double entry that this event makes.</summary>
    public virtual IReadOnlyList<Posting> Postings => [];
}

/// <summary>
/// An activity was taken, with the receipt of what the rules made of it. Personal facts are in the side record.
/// </summary>
public sealed record ActivityRecorded(Activity Activity, Receipt Receipt) : MemberEvent;

/// <summary>
/// What a rule granted of one currency. <paramref name="LotExpiresAt"/>: the lot that it filled, if granted at once.
/// </summary>
public readonly record struct AwardLine(string Currency, long Asked, long Granted, Instant? LotExpiresAt);

/// <summary>
/// A rule awarded points for the activity recorded just before. <paramref name="Rule"/> is the rule's ordinal in the
/// version that the receipt names. Pending ones lapse at <paramref name="LapsesAt"/>, and those
/// that vest unless they have matured.
/// </summary>
public sealed record PointsAwarded(
    int Rule, AwardStatus Status, Instant? LapsesAt, IReadOnlyList<AwardLine> Lines, IReadOnlyList<LimitUse> Uses)
    : MemberEvent
{
    private IReadOnlyList<Posting>? postings;

    public override IReadOnlyList<Posting> Postings => postings ??= Post();

    private Posting[] Post()
    {
        var to = Status is AwardStatus.Pending or AwardStatus.Vesting ? Account.Pending : Account.Available;
        var made = new Posting[Lines.Count];
        var count = 0;
        for (var i = 0; i < Lines.Count; i++)
        {
            var line = Lines[i];
            if (line.Granted > 0)
            {
                made[count++] = new Posting(line.Currency, Account.Issuance, to, line.Granted, line.LotExpiresAt);
            }
        }

        Array.Resize(ref made, count);
        return made;
    }
}

/// <summary>What a rule gives to somebody else; <paramref name="Person"/> is that member's id.</summary>
public readonly record struct QueuedLine(Recipient To, string Person, string Currency, long Asked, long Granted);

/// <summary>
/// A rule gives to others, for the activity recorded just before: each line is a command to that member's grain, which
/// is delivered from the journal once, at once or (<paramref name="Status"/> pending) after approval.
/// </summary>
public sealed record AwardsQueued(int Rule, AwardStatus Status, IReadOnlyList<QueuedLine> Lines) : MemberEvent;

/// <summary>
/// Points came in for what somebody else did: <paramref name="From"/> is who acted, <paramref name="Rule"/> the
/// ordinal in the version <paramref name="RulesVersion"/>.
/// </summary>
public sealed record AwardReceived(
    string From,
    ActivityId Activity,
    int RulesVersion,
    int Rule,
    Recipient To,
    string Currency,
    long Amount,
    Instant? LotExpiresAt) : MemberEvent
{
    public override IReadOnlyList<Posting> Postings =>
        [new Posting(Currency, Account.Issuance, Account.Available, Amount, LotExpiresAt)];
}

/// <summary>
/// What came in for somebody else's activity was taken back, because the activity's awards were reversed. Without
/// moves where it had not come in yet: then it never will.
/// </summary>
public sealed record ReceivedAwardTakenBack(string From, ActivityId Activity, IReadOnlyList<Posting> Moves)
    : MemberPosted(Moves);

/// <summary>
/// Why rules asked for other amounts than they have written, for the activity recorded just before: factors and
/// discounts, also of rules that awarded nothing in the end.
/// </summary>
public record AmountsWeighed(IReadOnlyList<RuleWeight> Weights) : MemberEvent;

/// <summary>The same, where a discount met a reciprocal pair.</summary>
public sealed record PairsWeighed(IReadOnlyList<RuleWeight> Weights) : AmountsWeighed(Weights);

/// <summary>The activity recorded just before was counted, because conditions ask how often it happened.</summary>
public sealed record HistoryCounted(IReadOnlyList<LimitUse> Uses) : MemberEvent;

/// <summary>Something whose postings were decided and are written out.</summary>
public abstract record MemberPosted(IReadOnlyList<Posting> Moves) : MemberEvent
{
    public override IReadOnlyList<Posting> Postings => Moves;
}

/// <summary>
/// The pending awards of an activity were approved; amounts and rule version stay, lots age from now.
/// </summary>
public sealed record AwardsApproved(ActivityId Activity, string By, IReadOnlyList<Posting> Moves) : MemberPosted(Moves);

/// <summary>The pending awards of an activity were rejected; what they used of limits is free again.</summary>
public sealed record AwardsRejected(
    ActivityId Activity, string By, IReadOnlyList<Posting> Moves, IReadOnlyList<LimitUse> Freed) : MemberPosted(Moves);

/// <summary>Nobody reviewed the pending awards of an activity in time.</summary>
public sealed record AwardsLapsed(ActivityId Activity, IReadOnlyList<Posting> Moves, IReadOnlyList<LimitUse> Freed)
    : MemberPosted(Moves);

/// <summary>All awards of an activity were taken back. Limits stay used: removed content does not earn twice.</summary>
public sealed record AwardsReversed(ActivityId Activity, string By, IReadOnlyList<Posting> Moves) : MemberPosted(Moves);

/// <summary>
/// An operator gave (amount &gt; 0) or took (amount &lt; 0) points, for the reason in the side record.
/// </summary>
public sealed record PointsAdjusted(string Currency, long Amount, string By, IReadOnlyList<Posting> Moves)
    : MemberPosted(Moves);

/// <summary>Lots reached their expiry.</summary>
public sealed record PointsExpired(IReadOnlyList<Posting> Moves) : MemberPosted(Moves);

/// <summary>The wake-up for expiry found nothing left to expire and was set to the next lot.</summary>
public sealed record ExpiryRescheduled : MemberEvent;

/// <summary>Points were reserved under an id.</summary>
public sealed record PointsHeld(string Hold, string Currency, long Amount, IReadOnlyList<Posting> Moves)
    : MemberPosted(Moves);

/// <summary>A hold was settled: what was settled is spent, the rest went back into its lots.</summary>
public sealed record HoldSettled(string Hold, long Settled, IReadOnlyList<Posting> Moves) : MemberPosted(Moves);

/// <summary>A hold was released: everything went back into its lots.</summary>
public sealed record HoldReleased(string Hold, IReadOnlyList<Posting> Moves) : MemberPosted(Moves);
