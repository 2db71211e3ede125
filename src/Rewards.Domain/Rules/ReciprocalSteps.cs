namespace Rewards.Domain.Rules;

/// <summary>
/// Two members who support each other: the steps that hold for the member's support once the counterparty has done, in
/// the same window, what <paramref name="Support"/> counts. No step is more than the one for support without return.
/// </summary>
public sealed record ReciprocalSteps(IReadOnlyList<int> Percents, IReadOnlyList<Tally> Support)
{
    /// <summary>How often the counterparty has supported the member in the window.</summary>
    public long ReceivedBy(in ConditionInputs inputs)
    {
        var sum = 0L;
        for (var i = 0; i < Support.Count; i++)
        {
            var start = inputs.Calendar.WindowAt(Support[i].Window, inputs.At).Start;
            sum += inputs.Counters.ValueOf(Support[i].Scope, Support[i].Key, start);
        }

        return sum;
    }
}
