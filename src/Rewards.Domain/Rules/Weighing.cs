namespace Rewards.Domain.Rules;

/// <summary>Exact products, rounded once.</summary>
public static class Weighing
{
    /// <summary>Which factors apply.</summary>
    public static int FactorsFor(Rule rule, in ConditionInputs inputs)
    {
        var applied = 0;
        for (var i = 0; i < rule.Multipliers.Count; i++)
        {
            if (rule.Multipliers[i].If?.FailsAt(inputs) is null)
            {
                applied |= 1 << i;
            }
        }

        return applied;
    }

    /// <summary>
    /// What is left of an amount after factors and a percentage. The rounding is monotonic, so less than 100 % never
    /// gives more than 100 %.
    /// </summary>
    public static long Of(Rule rule, long amount, int factors, int percent = 100)
    {
        var product = (decimal)amount;
        for (var i = 0; i < rule.Multipliers.Count; i++)
        {
            product = (factors & (1 << i)) == 0 ? product : product * rule.Multipliers[i].By;
        }

        product = percent == 100 ? product : product * percent / 100m;
        return (long)(rule.Rounding switch
        {
            Rounding.HalfUp => decimal.Round(product, 0, MidpointRounding.AwayFromZero),
            Rounding.HalfEven => decimal.Round(product, 0, MidpointRounding.ToEven),
            _ => decimal.Floor(product),
        });
    }
}
