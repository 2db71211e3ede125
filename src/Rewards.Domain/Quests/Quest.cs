using Rewards.Domain.Rules;

namespace Rewards.Domain.Quests;

/// <summary>
/// A quest with what it gives: a rule that is considered when the last step is done, and stands after all others in its
/// version. So a reward is an award like any other: to the ledger, to reports, to receipts.
/// </summary>
public sealed record Quest(QuestTerms Terms, Rule Reward);
