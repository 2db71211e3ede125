namespace Rewards.Domain.Rules;

/// <summary>
/// A test of what the member has come to before the activity at hand. The contribution model may not ask: it measures
/// what is done, whoever does it.
/// </summary>
public interface IAchievementTest;

/// <summary>The member has a badge; its value is 1 or 0.</summary>
public sealed record BadgeTest(int Ordinal, string Badge) : MeasuredTest(Ordinal), IAchievementTest
{
    public override long? ValueOf(in ConditionInputs inputs) => inputs.Achievements?.HasBadge(Badge) == true ? 1 : 0;

    public override bool Holds(long value) => value == 1;
}

/// <summary>The contribution of a lifetime, in thousandths of a point.</summary>
public sealed record ContributionTest(int Ordinal, Comparison Comparison, long Threshold)
    : NumberTest(Ordinal, Comparison, Threshold), IAchievementTest
{
    public override long? ValueOf(in ConditionInputs inputs) => inputs.Achievements?.ContributionMillis ?? 0;
}
