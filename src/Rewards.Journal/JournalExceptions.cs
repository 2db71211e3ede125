namespace Rewards.Journal;

/// <summary>The stream does not stand at the expected version. Nothing was written.</summary>
public class JournalConflictException(string message) : Exception(message);

/// <summary>
/// A row that the append takes for new is set already. Nothing was written; look before the next try.
/// </summary>
public sealed class JournalRowTakenException(string message, RowKey row) : JournalConflictException(message)
{
    /// <summary>The row that is set already.</summary>
    public RowKey Row => row;
}

/// <summary>
/// The journal does not take writes (any more): nothing acknowledged is lost, nothing of this append will appear.
/// After a failed sync this is final until the process starts again.
/// </summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Too much waits to be written already. Nothing of this append was written; try again a little later.
/// </summary>
public sealed class JournalBusyException(string message) : Exception(message);

/// <summary>
/// Whether the append became durable is not known (a remote store timed out; a local commit failed at its very end).
/// Read back before answering: the id of the command tells.
/// </summary>
public sealed class JournalOutcomeUnknownException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>An append exceeds <see cref="JournalLimits"/>. Nothing was written.</summary>
public sealed class AppendTooLargeException(string message) : Exception(message);

/// <summary>
/// What is stored is not what was written: a checksum, a hash or a structure does not hold. Names the place.
/// </summary>
public sealed class JournalCorruptException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The journal cannot be opened: in use by another process, newer schema, wrong settings. Says what to do.
/// </summary>
public sealed class JournalOpenException(string message, Exception? inner = null) : Exception(message, inner);
