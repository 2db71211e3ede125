using NodaTime;

namespace Rewards.Domain.Experiments;

/// <summary>
/// A draft that decides for a part of the members, so that it can be compared with what is in force for the others.
/// </summary>
/// <param name="Id">Its name; the salt of the arms.</param>
/// <param name="Version">The number of the draft among the community's versions; receipts and ledger name it.</param>
/// <param name="Percent">How many of a hundred members it decides for.</param>
/// <param name="By">Who started it.</param>
/// <param name="Note">Why.</param>
/// <param name="StartedAt">From when on.</param>
/// <param name="Until">When it ends by itself; null: when it is stopped.</param>
public sealed record Experiment(
    string Id, int Version, int Percent, string By, string Note, Instant StartedAt, Instant? Until)
{
    /// <summary>Fewest and most members of a hundred: without the other arm there is nothing to compare with.</summary>
    public const int PercentMin = 1;

    public const int PercentMax = 99;

    /// <summary>When somebody stopped it.</summary>
    public Instant? StoppedAt { get; init; }

    /// <summary>Who stopped it.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>
    /// Whether it decides anything that is received then. Clocks of hosts differ: its start is not asked.
    /// </summary>
    public bool RunsAt(Instant at) => StoppedAt is null && (Until is not { } until || at < until);
}
