using NodaTime;

namespace Rewards.Domain.Communities;

/// <summary>One line of a community's list of versions.</summary>
public sealed record PublishedVersion(int Version, string DocumentHash, string By, string Note, Instant PublishedAt)
{
    /// <summary>From when on it decides, if it was scheduled; null: from its publication.</summary>
    public Instant? ScheduledFor { get; init; }

    /// <summary>The experiment whose draft it is; it is never in force for all. Null: a published version.</summary>
    public string? Experiment { get; init; }

    /// <summary>
    /// Of a contribution model: the rules that carried it, before models had versions of their own; null: published by
    /// itself.
    /// </summary>
    public int? RulesVersion { get; init; }

    /// <summary>
    /// It may also grant what it would have given more for activities since then; null: it decides forward only.
    /// </summary>
    public Instant? GrantsSince { get; init; }

    /// <summary>When its schedule was cancelled; it never comes into force.</summary>
    public Instant? CancelledAt { get; init; }

    /// <summary>Who cancelled it.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>
    /// Whether it has come into force by then. One that was not scheduled always has: clocks of several hosts differ.
    /// </summary>
    public bool IsEffectiveAt(Instant at) => Counts && (ScheduledFor is not { } from || from <= at);

    /// <summary>Whether it decides for all at some time, and others build on it.</summary>
    public bool Counts => CancelledAt is null && Experiment is null;
}
