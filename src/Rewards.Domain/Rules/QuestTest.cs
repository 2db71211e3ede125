using Rewards.Domain.Quests;

namespace Rewards.Domain.Rules;

/// <summary>
/// How a quest stands in the window of the activity, before it: 0 nothing of it, 1 begun, 2 done. Asks whether it is
/// begun and not done, or done.
/// </summary>
public sealed record QuestTest(int Ordinal, QuestTerms Quest, bool Done) : MeasuredTest(Ordinal), IAchievementTest
{
    public override long? ValueOf(in ConditionInputs inputs)
    {
        var start = inputs.Calendar.WindowAt(Quest.Window, inputs.At).Start;
        if (inputs.Counters.ValueOf(LimitScope.Member, Quest.DoneKey, start) > 0)
        {
            return 2;
        }

        foreach (var step in Quest.Steps)
        {
            if (inputs.Counters.ValueOf(LimitScope.Member, step.Key, start) > 0)
            {
                return 1;
            }
        }

        return 0;
    }

    public override bool Holds(long value) => value == (Done ? 2 : 1);
}
