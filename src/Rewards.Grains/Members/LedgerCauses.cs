using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Vesting;

namespace Rewards.Grains.Members;

/// <summary>The kinds of causes of postings, as members and operators read them.</summary>
public static class LedgerCauses
{
    public const string Award = "award";
    public const string RetroactiveGrant = "retroactive-grant";
    public const string Approval = "approval";
    public const string Rejection = "rejection";
    public const string Lapse = "lapse";
    public const string Reversal = "reversal";
    public const string Adjustment = "adjustment";
    public const string Expiry = "expiry";
    public const string Maturity = "maturity";
    public const string Void = "void";
    public const string Hold = "hold";
    public const string Settlement = "settlement";
    public const string Release = "release";

    public static readonly IReadOnlyList<string> All =
    [
        Award, Approval, Rejection, Lapse, Reversal, Adjustment, Expiry, Hold, Settlement, Release, Maturity, Void,
        RetroactiveGrant,
    ];

    public static string Of(MemberEvent change) => change switch
    {
        PointsAwarded or AwardReceived => Award,
        GrantedRetroactively => RetroactiveGrant,
        AwardsApproved => Approval,
        AwardsRejected => Rejection,
        AwardsLapsed => Lapse,
        AwardsReversed or ReceivedAwardTakenBack or QuestUndone => Reversal,
        PointsAdjusted => Adjustment,
        PointsExpired => Expiry,
        VestingMatured => Maturity,
        VestingVoided => Void,
        PointsHeld => Hold,
        HoldSettled => Settlement,
        HoldReleased => Release,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name,
            "This event makes no posting."),
    };
}
