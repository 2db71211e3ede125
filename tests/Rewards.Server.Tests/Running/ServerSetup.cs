using Rewards.Server.Configuration;
using Rewards.Server.Tests.Configuration;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Server.Tests.Running;

/// <summary>Settings and data folder of one installation under test, in a temporary folder.</summary>
internal sealed class ServerSetup : IDisposable
{
    private readonly Folder folder = new();

    public ServerSetup(
        int perSecond = 10_000_000, int burst = 10_000_000, int activeMax = 100_000, string? journal = null)
    {
        Directory.CreateDirectory(Communities);
        Config = folder.Write(
            "rewards.yaml",
            $$"""
            journal: {{journal ?? JournalSetting()}}
            communities: communities
            rateLimits: { perKey: { activitiesPerSecond: {{perSecond}}, burst: {{burst}} } }
            grains: { activeMax: {{activeMax}} }
            """);
    }

    /// <summary>On the shared store of a connection string, said as an operator says it: not in the file.</summary>
    public static ServerSetup OnSharedStore(string connection) => new(journal: "azure-tables")
    {
        Environment = { [JournalConfiguration.ConnectionVariable] = connection },
    };

    public static string ExampleCommunities => Path.Combine(Folder.OfRepository(), "config", "communities");

    public string Config { get; }

    public string Communities => Path.Combine(folder.Path, "communities");

    public string Data => Path.Combine(folder.Path, "data");

    public string Database => Path.Combine(Data, "rewards.db");

    /// <summary>Variables beside the usual ones; null removes one.</summary>
    public Dictionary<string, string?> Environment { get; } = new() { ["REWARDS_ADMIN_KEY"] = Keys.Admin };

    /// <summary>Further arguments.</summary>
    public string[] Arguments { get; set; } = [];

    /// <summary>Largest file that the server may write, in blocks of 1,024 bytes: a disk that is full.</summary>
    public int? FileKilobytesMax { get; set; }

    public ServerSetup WithExamples()
    {
        foreach (var file in Directory.EnumerateFiles(ExampleCommunities, "*.yaml"))
        {
            File.Copy(file, Path.Combine(Communities, Path.GetFileName(file)), overwrite: true);
        }

        return this;
    }

    /// <summary>Further lines of rewards.yaml.</summary>
    public ServerSetup WithSettings(string yaml)
    {
        File.AppendAllText(Config, "\n" + yaml + "\n");
        return this;
    }

    public ServerSetup With(string name, string yaml)
    {
        File.WriteAllText(Path.Combine(Communities, name), yaml);
        return this;
    }

    /// <summary>Whether servers run on Azurite and not on SQLite.</summary>
    public static bool IsOnAzurite =>
        System.Environment.GetEnvironmentVariable("REWARDS_TEST_JOURNAL") == "azure-tables";

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// SQLite, unless REWARDS_TEST_JOURNAL says azure-tables, as <c>./test</c> does for a second run of all that is not
    /// marked as about SQLite's file, or about no journal at all.
    /// </summary>
    private static string JournalSetting()
    {
        if (!IsOnAzurite)
        {
            return "{ path: rewards.db }";
        }

        return $"{{ kind: azure-tables, table: {Azurite.NewTable()}, connection: '{Azurite.ConnectionString}' }}";
    }
}
