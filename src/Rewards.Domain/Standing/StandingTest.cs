using Rewards.Domain.Rules;

namespace Rewards.Domain.Standing;

/// <summary>
/// The member's standing at the time of receipt is one of a set; bit n is the kind with the number n.
/// </summary>
public sealed record StandingTest(int Ordinal, int Kinds) : MeasuredTest(Ordinal)
{
    public override long? ValueOf(in ConditionInputs inputs) => (long)inputs.Standing;

    public override bool Holds(long value) => (Kinds & (1 << (int)value)) != 0;
}
