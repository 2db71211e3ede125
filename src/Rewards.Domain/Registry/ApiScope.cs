namespace Rewards.Domain.Registry;

/// <summary>What a key may do. The numbers are on disk.</summary>
[Flags]
public enum ApiScope
{
    None = 0,

    /// <summary>A community app: posts activities, reads members.</summary>
    App = 1,

    /// <summary>An operator: reviews, reverses, adjusts, publishes; everything of app.</summary>
    Operator = 2,

    /// <summary>A partner of the store.</summary>
    Partner = 4,

    /// <summary>The installation: keys, opening communities; everything of operator.</summary>
    Admin = 8,
}
