using NodaTime;

namespace Rewards.Journal;

/// <summary>Work that a stream wants to be woken for at an instant, also if nobody asks for it until then.</summary>
/// <param name="At">When the work is due.</param>
/// <param name="Key">What it is about, for the grain; at most 256 characters.</param>
public readonly record struct DueItem(Instant At, string Key);

/// <summary>
/// Names one entry of the due-work index; opaque, made by the backend. A shared store finds the entry by its
/// <paramref name="Place"/>, on whichever host the token arrives.
/// </summary>
public readonly record struct DueToken(long Value, string? Place = null);

/// <summary>An entry of the due-work index.</summary>
public readonly record struct DueEntry(DueToken Token, Instant At, StreamId Stream, string Key);
