using Rewards.Domain.Rules;

namespace Rewards.Domain.Members;

/// <summary>Counts what somebody else did for this member, so that rules can tell whether it is returned.</summary>
public static class SupportDecider
{
    /// <param name="received">Who supported, by what, and what it counts.</param>
    /// <param name="used">The counters under that member, fetched before.</param>
    public static Decision Receive(SupportReceived received, SubjectUsed used)
    {
        var counters = new SubjectCounter[received.Uses.Count];
        for (var i = 0; i < counters.Length; i++)
        {
            var use = received.Uses[i];
            var after = use.After(used(use.Key, use.CounterStart, received.From));
            counters[i] = new SubjectCounter(use.Key, use.CounterStart, received.From, after);
        }

        return new Decision([received], counters);
    }
}
