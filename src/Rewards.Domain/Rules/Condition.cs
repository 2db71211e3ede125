using Rewards.Domain.Activities;

namespace Rewards.Domain.Rules;

/// <summary>
/// A condition of a rule. A tree that is numbered in the order of writing (<see cref="Ordinal"/>), so that a receipt
/// can name the one node that decided and be rendered later from the immutable rule version.
/// </summary>
public abstract record Condition(int Ordinal)
{
    /// <summary>Most nodes of one rule's condition.</summary>
    public const int NodesMax = 200;

    /// <summary>Deepest nesting.</summary>
    public const int DepthMax = 16;

    /// <summary>The ordinal of the node because of which the condition does not hold, or null when it holds.</summary>
    public abstract int? FailsAt(in ConditionInputs inputs);

    /// <summary>The same for an activity alone, of a member without history.</summary>
    public int? FailsAt(Activity activity) => FailsAt(ConditionInputs.Of(activity));

    /// <summary>The node with that ordinal.</summary>
    public abstract Condition? Find(int ordinal);

    /// <summary>Asked for every condition that fails: it makes nothing.</summary>
    protected static Condition? FindIn(IReadOnlyList<Condition> parts, int ordinal)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Find(ordinal) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

/// <summary>Holds when every part holds; otherwise the first part that does not has decided.</summary>
public sealed record AllOf(int Ordinal, IReadOnlyList<Condition> Parts) : Condition(Ordinal)
{
    public override int? FailsAt(in ConditionInputs inputs)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            if (Parts[i].FailsAt(inputs) is { } at)
            {
                return at;
            }
        }

        return null;
    }

    public override Condition? Find(int ordinal) =>
        ordinal == Ordinal ? this : FindIn(Parts, ordinal);
}

/// <summary>Holds when one part holds; otherwise the first alternative's deciding node is named.</summary>
public sealed record AnyOf(int Ordinal, IReadOnlyList<Condition> Parts) : Condition(Ordinal)
{
    public override int? FailsAt(in ConditionInputs inputs)
    {
        int? first = null;
        for (var i = 0; i < Parts.Count; i++)
        {
            if (Parts[i].FailsAt(inputs) is not { } at)
            {
                return null;
            }

            first ??= at;
        }

        return first;
    }

    public override Condition? Find(int ordinal) =>
        ordinal == Ordinal ? this : FindIn(Parts, ordinal);
}

/// <summary>Holds when its part does not.</summary>
public sealed record Not(int Ordinal, Condition Part) : Condition(Ordinal)
{
    public override int? FailsAt(in ConditionInputs inputs) => Part.FailsAt(inputs) is null ? Ordinal : null;

    public override Condition? Find(int ordinal) => ordinal == Ordinal ? this : Part.Find(ordinal);
}
