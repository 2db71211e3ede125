using Rewards.Domain.Rules;

namespace Rewards.Domain.Members;

/// <summary>
/// The activity recorded just before supports <paramref name="Person"/>, its counterparty, and rules ask that member
/// for support in return: that member's grain is told, once. <paramref name="Uses"/>: what is to be counted there,
/// under the member who acted.
/// </summary>
public sealed record SupportGiven(string Person, IReadOnlyList<LimitUse> Uses) : MemberEvent;

/// <summary>
/// <paramref name="From"/> supported this member by an activity of his. Counted in keyed rows under that member. As
/// with counts of past activity, a reversal does not take it back: that the two support each other has happened.
/// </summary>
public sealed record SupportReceived(string From, ActivityId Activity, IReadOnlyList<LimitUse> Uses) : MemberEvent;
