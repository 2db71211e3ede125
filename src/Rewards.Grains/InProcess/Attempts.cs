using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>
/// What a command has met so far. A conflict is news of another host that got on, an unknown outcome is trouble with
/// the store: each has a bound of its own.
/// </summary>
internal struct Attempts
{
    private int conflicts;
    private int unknown;

    /// <summary>Whether this is not the first.</summary>
    public readonly bool Any => conflicts + unknown > 0;

    /// <summary>An id that was taken for new turned out to be in the journal already.</summary>
    public bool MetRepeats { get; private set; }

    /// <summary>Whether the command is worth another attempt on what the journal holds now.</summary>
    public bool MayGoOnAfter(Exception failure, GrainOptions options)
    {
        MetRepeats |= failure is JournalRowTakenException;
        return failure switch
        {
            JournalConflictException => ++conflicts < options.ConflictsMax,
            JournalOutcomeUnknownException => ++unknown < options.AttemptsMax,
            _ => false,
        };
    }
}
