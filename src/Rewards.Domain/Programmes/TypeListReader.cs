namespace Rewards.Domain.Programmes;

/// <summary>Reads a list of declared activity types, each once.</summary>
internal static class TypeListReader
{
    public const string Allowed = "a list of declared activity types";

    public static List<string> Read(DocumentField field, IReadOnlyDictionary<string, ActivityType> types)
    {
        var found = new List<string>();
        var items = field.AsList(Allowed);
        if (items is { Count: 0 })
        {
            field.Complain($"is empty; allowed: {Allowed}");
        }

        foreach (var item in items ?? [])
        {
            if (item.AsDeclared("activity type", types.Keys) is not { } type)
            {
                continue;
            }

            if (found.Contains(type))
            {
                item.Complain("is written twice; write each type once");
            }

            found.Add(type);
        }

        return found;
    }
}
