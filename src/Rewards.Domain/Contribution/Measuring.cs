using Rewards.Domain.Rules;

namespace Rewards.Domain.Contribution;

/// <summary>Measures what one activity contributes. Pure.</summary>
public static class Measuring
{
    /// <summary>The lines that are not zero, and the counters of discounts that move.</summary>
    public static List<ContributionLine> Measure(
        IReadOnlyList<Outcome> outcomes, in ConditionInputs inputs, List<LimitUse> uses)
    {
        var lines = new List<ContributionLine>(outcomes.Count);
        foreach (var outcome in outcomes)
        {
            if (PersonOf(outcome, inputs) is not { } person
                || outcome.If?.FailsAt(inputs) is not null
                || ScoreOf(outcome, inputs) is not { } score)
            {
                continue;
            }

            var millis = Discounted(outcome, score, inputs, uses);
            if (millis != 0)
            {
                lines.Add(new ContributionLine(outcome.Ordinal, person, millis, outcome.AfterApproval));
            }
        }

        return lines;
    }

    private static string? PersonOf(Outcome outcome, in ConditionInputs inputs) => outcome.For == Recipient.Member
        ? ""
        : new Give("", 0) { To = outcome.For, PersonFact = outcome.PersonFact }
            .OtherPerson(inputs.Activity, inputs.Actor);

    /// <summary>Null where the fact that scales it was not told.</summary>
    private static long? ScoreOf(Outcome outcome, in ConditionInputs inputs)
    {
        if (outcome.Fact is null)
        {
            return outcome.Millis;
        }

        if (inputs.Activity.FindFact(outcome.Fact) is not { } value || !value.IsNumeric())
        {
            return null;
        }

        // Bounded before it is multiplied, so that no fact can overflow it.
        var units = Math.Clamp(value.Number, -Outcome.MillisMax, Outcome.MillisMax);
        return (long)Math.Clamp(units * outcome.Millis, -Outcome.MillisMax, Outcome.MillisMax);
    }

    private static long Discounted(Outcome outcome, long score, in ConditionInputs inputs, List<LimitUse> uses)
    {
        if (outcome.Discount is not { } discount || inputs.Activity.Counterparty is null)
        {
            return score;
        }

        var window = inputs.Calendar.WindowAt(discount.Window, inputs.At);
        uses.Add(new LimitUse(
            discount.Key, LimitScope.MemberAndCounterparty, LimitUnit.Times, window.Start, window.End, 1));
        return discount.Shadow ? score : score * discount.Assess(inputs).Percent / 100;
    }
}
