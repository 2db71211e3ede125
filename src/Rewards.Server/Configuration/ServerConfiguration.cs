namespace Rewards.Server.Configuration;

/// <summary>Which journal keeps what happened.</summary>
public enum JournalKind
{
    /// <summary>Embedded: one file, one process.</summary>
    Sqlite,

    /// <summary>Shared by any number of servers: tables of an Azure storage account.</summary>
    AzureTables,
}

/// <summary>
/// The journal; <paramref name="Path"/> as written, relative to the data folder unless it is absolute.
/// </summary>
/// <param name="Kind">Which journal.</param>
/// <param name="Path">The file of <see cref="JournalKind.Sqlite"/>.</param>
/// <param name="Connection">
/// Connection string of <see cref="JournalKind.AzureTables"/>; the variable <see cref="ConnectionVariable"/> goes
/// first,
/// so that a key need not be in a file.
/// </param>
/// <param name="Endpoint">Address of the table service, for tokens of the machine's identity instead of a key.</param>
/// <param name="Table">Name of the table of streams; a second one has "log" behind it.</param>
public sealed record JournalConfiguration(
    JournalKind Kind, string Path, string? Connection = null, Uri? Endpoint = null, string Table = "rewards")
{
    public const string ConnectionVariable = "REWARDS_AZURE_TABLES";

    public string FileIn(string dataFolder) => System.IO.Path.GetFullPath(Path, System.IO.Path.GetFullPath(dataFolder));
}

/// <summary>
/// What one API key may post: a bucket of <paramref name="Burst"/> activities that refills every second.
/// </summary>
public sealed record RateLimitConfiguration(int ActivitiesPerSecond, int Burst);

/// <summary>How many grains stay in memory; beyond it the least recently used are evicted with a snapshot.</summary>
public sealed record GrainConfiguration(int ActiveMax);

/// <summary>
/// The server's own settings, from <c>config/rewards.yaml</c>. <paramref name="CommunitiesFolder"/> is an absolute
/// path.
/// </summary>
public sealed record ServerConfiguration(
    JournalConfiguration Journal,
    string CommunitiesFolder,
    RateLimitConfiguration RateLimitPerKey,
    GrainConfiguration Grains)
{
    /// <exception cref="ConfigurationException">
    /// The file is missing or broken; the message says where and how.
    /// </exception>
    public static ServerConfiguration Load(string file) => ServerConfigurationReader.Load(Path.GetFullPath(file));
}
