using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Rules;

/// <summary>
/// Whether a condition that failed would hold if one thing were otherwise, as far as that is known afterwards: facts
/// are recorded, of everything else only that what stands before the node that decided did hold.
/// </summary>
/// <param name="Activity">With the facts as they would be.</param>
/// <param name="Decider">The node because of which the condition failed.</param>
/// <param name="DeciderHolds">Whether that node is what would be otherwise; else it stays as it was.</param>
/// <param name="Fact">The fact that would be otherwise; null: none.</param>
internal readonly record struct Supposition(Activity Activity, int Decider, bool DeciderHolds, string? Fact)
{
    /// <summary>Null where it cannot be told.</summary>
    public bool? Holds(Condition condition)
    {
        if (ReadsFactsAlone(condition))
        {
            return condition.FailsAt(Activity) is null;
        }

        if (condition.Ordinal == Decider)
        {
            return DeciderHolds ? true : condition is Not ? Negated(((Not)condition).Part) : false;
        }

        return condition switch
        {
            AllOf all => HoldAll(all),
            AnyOf any => HoldsOne(any),
            Not not => Negated(not.Part),
            _ => null,
        };
    }

    private bool? Negated(Condition part) => Holds(part) is { } held ? !held : null;

    private bool? HoldAll(AllOf all)
    {
        var decider = Decider;
        var decided = all.Parts.ToList().FindIndex(part => part.Find(decider) is not null);
        bool? every = true;
        for (var i = 0; i < all.Parts.Count; i++)
        {
            var held = i < decided && !ReadsTheFact(all.Parts[i]) ? true : Holds(all.Parts[i]);
            if (held == false)
            {
                return false;
            }

            every = held is null ? null : every;
        }

        return every;
    }

    private bool? HoldsOne(AnyOf any)
    {
        bool? one = false;
        foreach (var part in any.Parts)
        {
            var held = Holds(part);
            if (held == true)
            {
                return true;
            }

            one = held is null ? null : one;
        }

        return one;
    }

    private bool ReadsTheFact(Condition condition)
    {
        var fact = Fact;
        return fact is not null
            && CounterIndex.NodesOf(condition).Any(node => node is FactTest test && test.Fact == fact);
    }

    private static bool ReadsFactsAlone(Condition condition) =>
        CounterIndex.NodesOf(condition).All(node => node is FactTest or AllOf or AnyOf or Not);
}
