using Rewards.Domain.Activities;
using Rewards.Domain.Rules;

namespace Rewards.Grains.Members;

/// <summary>Take this activity.</summary>
public sealed record RecordActivity(Activity Activity);

/// <summary>Approve or reject what is pending of an activity.</summary>
public sealed record ReviewAwards(string Activity, bool Approve, string? Reason, string By);

/// <summary>Take back the awards of an activity.</summary>
public sealed record ReverseAwards(string Activity, string Reason, string By);

/// <summary>
/// Give (amount &gt; 0) or take (amount &lt; 0) points, once per <paramref name="RequestKey"/>, which the caller
/// scopes to route and principal.
/// </summary>
public sealed record AdjustPoints(string RequestKey, string Currency, long Amount, string Reason, string By);

/// <summary>
/// Take in what an activity of <paramref name="From"/> gives to this member. <paramref name="Index"/> counts what the
/// activity gives to others: with sender and activity it names the award, once for ever.
/// </summary>
public sealed record ReceiveAward(
    string From, string Activity, int Index, int RulesVersion, int Rule, Recipient To, string Currency, long Amount);

/// <summary>Take that back, or never take it in.</summary>
public sealed record TakeBackReceived(string From, string Activity, int Index);

/// <summary>
/// Count what an activity of <paramref name="From"/> contributes for this member, in thousandths of a point: what
/// counts at once, or <paramref name="AfterApproval"/>; with sender and activity that names it, once for ever.
/// </summary>
public sealed record ReceiveContribution(
    string From, string Activity, bool AfterApproval, int RulesVersion, long Millis);

/// <summary>Take that back, or never count it.</summary>
public sealed record TakeBackContribution(string From, string Activity, bool AfterApproval);

/// <summary>Reserve points.</summary>
public sealed record HoldPoints(string Hold, string Currency, long Amount);

/// <summary>End a hold; 0 settles nothing and gives everything back.</summary>
public sealed record EndHold(string Hold, long Settle);

/// <summary>
/// A place in a ledger: a record (opaque, made by the journal) and how many of its postings were shown already.
/// </summary>
public sealed record LedgerPlace(long Record, int Shown);

/// <summary>
/// A page of the ledger, from <paramref name="After"/> (null: the newest) on. Null filters let everything through;
/// <paramref name="Cause"/> is one of <see cref="LedgerCauses"/>.
/// </summary>
public sealed record LedgerQuery(LedgerPlace? After, int Limit, string? Currency, string? Cause);
