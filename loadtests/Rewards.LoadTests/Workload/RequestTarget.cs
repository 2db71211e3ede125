namespace Rewards.LoadTests.Workload;

/// <summary>Where requests go: the same path and bytes for the Rewards server and for the echo.</summary>
public sealed record RequestTarget(string Host, int Port, string Key)
{
    public const string Community = "load";
    public const string SinglePath = $"/v1/communities/{Community}/activities";
    public const string BatchPath = $"{SinglePath}/batch";

    public string Path(bool batch) => batch ? BatchPath : SinglePath;
}
