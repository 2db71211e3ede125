using NodaTime;

namespace Rewards.Domain.Activities;

/// <summary>Bounds of one activity; each keeps a record small enough for every backend.</summary>
public static class ActivityLimits
{
    /// <summary>Most facts of one activity.</summary>
    public const int FactsMax = 64;

    /// <summary>Longest name of a fact, in UTF-16 code units.</summary>
    public const int FactNameLengthMax = 64;

    /// <summary>Longest text of a fact, in UTF-16 code units.</summary>
    public const int FactTextLengthMax = 4_096;

    /// <summary>How far ahead of the server's clock an activity may lie: clocks of apps differ by minutes.</summary>
    public static readonly Duration AheadMax = Duration.FromMinutes(5);
}
