using Rewards.Domain.Standing;

namespace Rewards.Server.Standing;

/// <summary>How standings are called.</summary>
internal static class StandingNames
{
    public const string Good = "good";
    public const string Muted = "muted";
    public const string Banned = "banned";

    private static readonly StandingKind[] Kinds = Enum.GetValues<StandingKind>();

    public static string Of(StandingKind kind) => kind switch
    {
        StandingKind.Muted => Muted,
        StandingKind.Banned => Banned,
        _ => Good,
    };

    public static string Chinese(StandingKind kind) => kind switch
    {
        StandingKind.Muted => "禁言",
        StandingKind.Banned => "封禁",
        _ => "正常",
    };

    /// <summary>Null when nothing is called so.</summary>
    public static StandingKind? Parse(string name) => name switch
    {
        Good => StandingKind.Good,
        Muted => StandingKind.Muted,
        Banned => StandingKind.Banned,
        _ => null,
    };

    /// <summary>The standings for which a test holds.</summary>
    public static IEnumerable<StandingKind> Of(StandingTest test) => Kinds.Where(kind => test.Holds((long)kind));
}
