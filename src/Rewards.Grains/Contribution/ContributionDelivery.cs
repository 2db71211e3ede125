using Rewards.Domain;
using Rewards.Domain.Contribution;
using Rewards.Domain.Rules;
using Rewards.Grains.Members;

namespace Rewards.Grains.Contribution;

/// <summary>
/// Sends what an activity counts for others to their grains, on the same due work as <see cref="QueuedDelivery"/>: one
/// command for each person and each of the two moments at which lines count.
/// </summary>
internal static class ContributionDelivery
{
    /// <summary>Whether any line counts for somebody else at that moment.</summary>
    public static bool IsForOthers(IReadOnlyList<ContributionLine> lines, bool afterApproval)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Person.Length > 0 && lines[i].AfterApproval == afterApproval)
            {
                return true;
            }
        }

        return false;
    }

    public static async ValueTask SendAsync(
        Func<MemberId, IMemberGrain> members, string from, RecordedActivity recorded)
    {
        var (awards, activity) = (recorded.Awards, recorded.Activity.Id.Value);
        var counted = awards.Measured
            .Where(line => line.Person.Length > 0 && (!line.AfterApproval || awards.Review == AwardStatus.Granted))
            .GroupBy(line => (line.Person, line.AfterApproval));
        foreach (var lines in counted)
        {
            var (person, afterApproval) = lines.Key;
            var to = members(new MemberId(person));
            if (awards.Reversed)
            {
                await to.TakeBackContributionAsync(new TakeBackContribution(from, activity, afterApproval));
            }
            else
            {
                await to.ReceiveContributionAsync(new ReceiveContribution(
                    from, activity, afterApproval, recorded.Receipt.RulesVersion, lines.Sum(line => line.Millis)));
            }
        }
    }
}
