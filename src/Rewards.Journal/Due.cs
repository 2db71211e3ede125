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
public readonly record struct DueEntry(DueToken Token, Instant At, StreamId Stream, string Key)
{
    /// <summary>
    /// Null: all is well. Otherwise the entry is not what was written: whose it is and what about cannot be told, and
    /// this says where it is and what is wrong with it.
    /// </summary>
    public string? Damage { get; private init; }

    /// <summary>An entry in the place of one that is not what was written; it names nobody.</summary>
    public static DueEntry Unreadable(DueToken token, Instant at, string damage) =>
        new(token, at, new StreamId(default, "", ""), "") { Damage = damage };
}
