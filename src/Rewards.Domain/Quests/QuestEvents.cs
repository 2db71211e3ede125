using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Quests;

/// <summary>
/// A rule gave progress in a step, for the activity recorded just before. <paramref name="Use"/> says how much and in
/// which window; <paramref name="Progress"/> is where the step stands after it, of <paramref name="Needed"/>.
/// </summary>
public sealed record QuestAdvanced(int Rule, string Quest, string Step, LimitUse Use, long Progress, long Needed)
    : MemberEvent;

/// <summary>
/// With that activity every step of the quest is done, in the window from <paramref name="Start"/> on; the award after
/// it by the rule of ordinal <paramref name="Rule"/> is the reward. <paramref name="Uses"/> count that it is done.
/// </summary>
public sealed record QuestCompleted(
    string Quest, Instant Start, ActivityId Activity, int Rule, IReadOnlyList<LimitUse> Uses) : MemberEvent;

/// <summary>An activity that gave progress was reversed: its progress does not count any more.</summary>
public sealed record QuestSetBack(ActivityId Activity, IReadOnlyList<LimitUse> Freed) : MemberEvent;

/// <summary>
/// A quest that was done by <paramref name="Activity"/> is not done any more, because <paramref name="Because"/>, on
/// whose progress it rested, was reversed. <paramref name="Moves"/> take the reward back; where both activities are the
/// same, its reversal does.
/// </summary>
public sealed record QuestUndone(
    string Quest, Instant Start, ActivityId Activity, ActivityId Because, int Rule, IReadOnlyList<LimitUse> Freed,
    IReadOnlyList<Posting> Moves) : MemberPosted(Moves);
