using Rewards.Grains.Entitlements;
using Rewards.Grains.Reciprocity;
using Rewards.Grains.Retroactivity;
using Rewards.Grains.Standing;
using Rewards.Journal;

namespace Rewards.Grains.Members;

/// <summary>A member of a community. Created by the first activity or adjustment.</summary>
public interface IMemberGrain
{
    /// <summary>Takes an activity once; a repeat is answered as first decided.</summary>
    ValueTask<ActivityAnswer> RecordAsync(RecordActivity command);

    /// <summary>An activity with its receipt and what became of it; null when the id was never taken.</summary>
    ValueTask<ActivityAnswer?> FindActivityAsync(string activity);

    /// <summary>Approves or rejects the pending awards of an activity. The same review again is a replay.</summary>
    ValueTask<ActivityAnswer> ReviewAsync(ReviewAwards command);

    /// <summary>Takes the awards of an activity back. The same again is a replay.</summary>
    ValueTask<ActivityAnswer> ReverseAsync(ReverseAwards command);

    /// <summary>Gives or takes points by an operator's decision.</summary>
    ValueTask<AdjustmentAnswer> AdjustAsync(AdjustPoints command);

    /// <summary>Sets the member's standing by an operator's decision. The member need not exist.</summary>
    ValueTask<StandingAnswer> SetStandingAsync(SetStanding command);

    /// <summary>The member's standing with its history, newest first; null when there is no such member.</summary>
    ValueTask<StandingPage?> ReadStandingAsync(StandingQuery query);

    /// <summary>Reserves points under an id.</summary>
    ValueTask<HoldAnswer> HoldAsync(HoldPoints command);

    /// <summary>Ends a hold: settles an amount of it, or releases it (amount 0).</summary>
    ValueTask<HoldAnswer> EndHoldAsync(EndHold command);

    /// <summary>Takes in what somebody else's activity gives; the same again does nothing.</summary>
    ValueTask ReceiveAsync(ReceiveAward command);

    /// <summary>Takes it back, or sees to it that it never comes in; the same again does nothing.</summary>
    ValueTask TakeBackReceivedAsync(TakeBackReceived command);

    /// <summary>Counts what somebody else's activity contributes for this member; the same again does
    /// nothing.</summary>
    ValueTask ReceiveContributionAsync(ReceiveContribution command);

    /// <summary>Takes it back, or sees to it that it never counts; the same again does nothing.</summary>
    ValueTask TakeBackContributionAsync(TakeBackContribution command);

    /// <summary>Grants, or previews, what a version would have given more; the same again grants nothing.</summary>
    ValueTask<RetroactiveAnswer> GrantAsync(GrantRetroactively command);

    /// <summary>Counts that somebody else's activity supported this member; the same again does nothing.</summary>
    ValueTask ReceiveSupportAsync(ReceiveSupport command);

    /// <summary>The member; null when there is none.</summary>
    ValueTask<MemberView?> GetAsync();

    /// <summary>Postings newest first, each with its cause.</summary>
    ValueTask<LedgerPage> ReadLedgerAsync(LedgerQuery query);

    /// <summary>What the member was given to claim, newest first.</summary>
    ValueTask<EntitlementPage> ReadEntitlementsAsync(EntitlementQuery query);

    /// <summary>Erases personal facts and reasons for good; how many there were. Asking twice is no error.</summary>
    ValueTask<int> ErasePersonalAsync(CancellationToken cancellation);

    /// <summary>The same for the facts of one activity; null when the id was never taken.</summary>
    ValueTask<int?> ErasePersonalAsync(string activity, CancellationToken cancellation);

    /// <summary>Does what is due.</summary>
    ValueTask WakeAsync(DueEntry entry);
}
