namespace Rewards.Domain.Standing;

/// <summary>How a member stands with the community. The numbers are on disk.</summary>
public enum StandingKind : byte
{
    Good = 1,

    /// <summary>May not speak for a while, or for good; whether that earns is the programme's to say.</summary>
    Muted = 2,

    /// <summary>Excluded until somebody says otherwise; earns nothing.</summary>
    Banned = 3,
}
