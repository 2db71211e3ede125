using System.Globalization;

namespace Rewards.LoadTests.Workload;

/// <summary>Where requests go: the same path and bytes for the Rewards server and for the echo.</summary>
public sealed record RequestTarget(string Host, int Port, string Key)
{
    public const string PlainCommunity = "load";
    public const string SinglePath = $"/v1/communities/{PlainCommunity}/activities";
    public const string BatchPath = $"{SinglePath}/batch";

    /// <summary>Digits of a community's number in <see cref="CommunityOf"/>.</summary>
    public const int CommunityDigits = 4;

    /// <summary>The community, or the beginning of the names of many.</summary>
    public string Community { get; init; } = PlainCommunity;

    /// <summary>
    /// Over how many communities the members are spread, by their numbers; 0: <see cref="Community"/> is the only one,
    /// and its name has no number.
    /// </summary>
    public int Communities { get; init; }

    public string CommunityOf(int member) => Communities == 0
        ? Community
        : string.Create(CultureInfo.InvariantCulture, $"{Community}-{member % Communities:D4}");

    public string Path(bool batch) => $"/v1/communities/{CommunityOf(0)}/activities{(batch ? "/batch" : "")}";
}
