using System.Globalization;

namespace Rewards.LoadTests.Scenarios;

/// <summary>Settings and community files for a server, written into the run's folder.</summary>
public static class Configs
{
    /// <summary>The community of <see cref="Wide"/>.</summary>
    public const string WideCommunity = "wide";

    /// <summary>One community whose daily cap never binds, however long the run.</summary>
    public static string Wide(Stage stage, string settings = "") => Of(stage, "wide", [WideCommunity], settings);

    /// <summary>Communities of that name and number, and the settings of the load tests.</summary>
    /// <param name="stage">Of the run.</param>
    /// <param name="name">Of the folder.</param>
    /// <param name="communities">Their names; the programme is the same for all.</param>
    /// <param name="settings">Further lines of rewards.yaml.</param>
    /// <returns>The path of rewards.yaml.</returns>
    public static string Of(Stage stage, string name, IEnumerable<string> communities, string settings = "")
    {
        var folder = stage.PathOf($"config-{name}");
        Directory.CreateDirectory(Path.Combine(folder, "communities"));
        var source = Path.Combine(stage.Options.LoadTestsFolder, "config");
        var server = File.ReadAllText(Path.Combine(source, "rewards.yaml"));
        File.WriteAllText(Path.Combine(folder, "rewards.yaml"), server + settings);
        var programme = File.ReadAllText(Path.Combine(source, "communities/wide.yaml"));
        foreach (var community in communities)
        {
            var text = programme.Replace("community: wide", $"community: {community}", StringComparison.Ordinal);
            var file = string.Create(CultureInfo.InvariantCulture, $"{community}.yaml");
            File.WriteAllText(Path.Combine(folder, "communities", file), text);
        }

        return Path.Combine(folder, "rewards.yaml");
    }
}
