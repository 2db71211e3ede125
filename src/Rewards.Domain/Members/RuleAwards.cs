using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;

namespace Rewards.Domain.Members;

/// <summary>Tells as events what a rule that awards gives.</summary>
internal static class RuleAwards
{
    /// <summary>What the member who acted gets once it has vested.</summary>
    public static VestingStarted Start(
        Programme programme, Activity activity, Instant now, Rule rule, VestingTerms terms, in RuleResult result)
    {
        var own = new List<VestingAmount>(rule.GivesToMember);
        for (var i = 0; i < rule.Gives.Count; i++)
        {
            if (rule.Gives[i].To == Recipient.Member && result.Granted[i] > 0)
            {
                own.Add(new VestingAmount(rule.Gives[i].Currency, result.Granted[i]));
            }
        }

        return new VestingStarted(
            activity.Id, programme.Version, rule.Ordinal, terms.ActiveDays,
            VestingDecider.DayOf(programme, activity, now), now + terms.Within, own);
    }

    /// <summary>What the member who acted gets.</summary>
    public static PointsAwarded Award(Programme programme, Instant now, Rule rule, in RuleResult result)
    {
        var pending = rule.Status != AwardStatus.Granted;
        var lines = new AwardLine[rule.GivesToMember];
        for (var (i, at) = (0, 0); i < rule.Gives.Count; i++)
        {
            if (rule.Gives[i].To != Recipient.Member)
            {
                continue;
            }

            var currency = rule.Gives[i].Currency;
            var expiry = pending ? null : programme.LotExpiry(currency, now);
            lines[at++] = new AwardLine(currency, result.AskedOf(rule, i), result.Granted[i], expiry);
        }

        var lapsesAt = !pending ? (Instant?)null : now + (rule.Vesting?.Within ?? programme.PendingLapse);
        return new PointsAwarded(rule.Ordinal, rule.Status, lapsesAt, lines, result.Uses!);
    }

    /// <summary>What others get; without lines where nobody gets anything.</summary>
    public static AwardsQueued Queue(Activity activity, string? actor, Rule rule, in RuleResult result)
    {
        var lines = new List<QueuedLine>(rule.Gives.Count);
        for (var i = 0; i < rule.Gives.Count; i++)
        {
            var give = rule.Gives[i];
            if (give.To != Recipient.Member && result.Granted[i] > 0)
            {
                var person = give.OtherPerson(activity, actor)!;
                lines.Add(new QueuedLine(give.To, person, give.Currency, result.AskedOf(rule, i), result.Granted[i]));
            }
        }

        return new AwardsQueued(rule.Ordinal, rule.Status, lines);
    }
}
