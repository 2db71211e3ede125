namespace Rewards.Repo.Tests.Architecture;

/// <summary>Which project may name which other, and which packages the pure core may use.</summary>
internal static class Edges
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Rewards.Domain"] = [],
        ["Rewards.Journal"] = ["Rewards.Domain"],
        ["Rewards.Journal.Sqlite"] = ["Rewards.Journal", "Rewards.Domain"],
        ["Rewards.AzureTables"] = [],
        ["Rewards.Journal.AzureTables"] = ["Rewards.Journal", "Rewards.Domain", "Rewards.AzureTables"],
        ["Rewards.Grains"] = ["Rewards.Domain", "Rewards.Journal"],
        ["Rewards.Demo"] = ["Rewards.Domain", "Rewards.Journal", "Rewards.Grains"],
        ["Rewards.Server"] =
        [
            "Rewards.Domain", "Rewards.Journal", "Rewards.Journal.Sqlite", "Rewards.Journal.AzureTables",
            "Rewards.AzureTables", "Rewards.Grains", "Rewards.Demo",
        ],
    };

    private static readonly string[] DomainPackages = ["NodaTime"];

    /// <summary>The projects under src/ that these rules know.</summary>
    public static IReadOnlyCollection<string> Projects => Allowed.Keys;

    /// <summary>The references of one project that it may not have.</summary>
    public static IEnumerable<string> Breaches(string project, IEnumerable<string> references)
    {
        if (!Allowed.TryGetValue(project, out var allowed))
        {
            return [$"{project} is not in the list of Architecture/Edges.cs: say there what it may reference"];
        }

        return references
            .Where(name => IsOurs(name) ? !allowed.Contains(name) : project == "Rewards.Domain" && !IsPure(name))
            .Select(name => $"{project} may not reference {name}");
    }

    private static bool IsOurs(string name) => name.StartsWith("Rewards.", StringComparison.Ordinal);

    private static bool IsPure(string name) => IsBaseLibrary(name) || DomainPackages.Contains(name);

    private static bool IsBaseLibrary(string name) =>
        name is "System" or "mscorlib" or "netstandard" || name.StartsWith("System.", StringComparison.Ordinal);
}
