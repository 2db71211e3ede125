using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>if</c>: all, any and not, nested, around tests of facts, member, history and calendar. Nodes are numbered
/// as they are met, so a node's number does not depend on anything below or after it. One reader per condition.
/// </summary>
internal sealed class ConditionReader(ActivityType? type, Declarations declared)
{
    private const string Allowed = "a mapping with all, any, not or fact, like { fact: correct, is: true }";

    private static readonly string[] Known =
        ["all", "any", "not", "fact", "member", "count", "weekday", "hours", "dates"];

    private int nodes;

    /// <summary>The condition, or null after a complaint.</summary>
    public Condition? Read(DocumentField field) => Read(field, depth: 1);

    private Condition? Read(DocumentField field, int depth)
    {
        if (depth > Condition.DepthMax)
        {
            field.Complain($"is nested too deeply; at most {Condition.DepthMax} levels are allowed");
            return null;
        }

        var ordinal = nodes++;
        if (ordinal == Condition.NodesMax)
        {
            field.Complain($"is one condition too many; at most {Condition.NodesMax} are allowed in one rule");
        }

        if (ordinal >= Condition.NodesMax || field.AsMapping(Allowed) is not { } mapping)
        {
            return null;
        }

        foreach (var combiner in (string[])["all", "any", "not"])
        {
            if (mapping.Find(combiner) is { } inner)
            {
                mapping.AllowOnly(combiner);
                return ReadCombined(combiner, inner, ordinal, depth);
            }
        }

        return ReadTest(mapping, ordinal);
    }

    private Condition? ReadTest(DocumentMapping mapping, int ordinal)
    {
        switch (Known.FirstOrDefault(name => mapping.Find(name) is not null))
        {
            case "fact": return FactTestReader.Read(mapping, ordinal, type);
            case "member": return MemberTestReader.Read(mapping, ordinal, declared);
            case "count": return HistoryTestReader.ReadCount(mapping, ordinal, declared.Types);
            case "weekday": return CalendarTestReader.ReadWeekday(mapping, ordinal);
            case "hours": return CalendarTestReader.ReadHours(mapping, ordinal);
            case "dates": return CalendarTestReader.ReadDates(mapping, ordinal);
        }

        mapping.AllowOnly(Known);
        mapping.Complain($"says nothing to test; allowed: {Allowed} (or member, count, weekday, hours, dates)");
        return null;
    }

    private Condition? ReadCombined(string combiner, DocumentField inner, int ordinal, int depth)
    {
        if (combiner == "not")
        {
            return Read(inner, depth + 1) is { } part ? new Not(ordinal, part) : null;
        }

        if (inner.AsList("a list of conditions") is not { } items)
        {
            return null;
        }

        if (items.Count == 0)
        {
            inner.Complain("is empty; allowed: one or more conditions");
            return null;
        }

        var parts = items.Select(item => Read(item, depth + 1)).OfType<Condition>().ToList();
        return combiner == "all" ? new AllOf(ordinal, parts) : new AnyOf(ordinal, parts);
    }
}
