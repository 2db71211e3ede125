using Rewards.Domain.Levels;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Members;

/// <summary>Takes in, and takes back, what somebody else's activity counts for this member.</summary>
public static class ReceivedContributionDecider
{
    public static Decision Receive(MemberState state, Programme programme, ContributionReceived received)
    {
        var events = new List<MemberEvent>(2) { received };
        LevelDecider.DecideInto(state, programme, events);
        return new Decision(events, []);
    }

    /// <param name="state">The member.</param>
    /// <param name="programme">Says which levels there are.</param>
    /// <param name="from">Who acted.</param>
    /// <param name="activity">Which activity was reversed.</param>
    /// <param name="received">What came in; null when nothing did.</param>
    public static Decision TakeBack(
        MemberState state, Programme programme, string from, ActivityId activity, ContributionReceived? received)
    {
        var events = new List<MemberEvent>(2)
        {
            new ReceivedContributionTakenBack(from, activity, received?.Millis ?? 0),
        };
        LevelDecider.DecideInto(state, programme, events);
        return new Decision(events, []);
    }
}
