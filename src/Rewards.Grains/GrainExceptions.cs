namespace Rewards.Grains;

/// <summary>
/// Too much is waiting (one grain's mailbox, or the host as a whole). Nothing was done; try again later.
/// </summary>
public sealed class GrainBusyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Work that was woken is under way and not done; it is to be asked again then. No failure.</summary>
public sealed class NotYetException(NodaTime.Duration after) : Exception("The work is under way.")
{
    public NodaTime.Duration After { get; } = after;
}

/// <summary>
/// What the command leads to is more than is written at once. Nothing was done, and the same again is refused again.
/// </summary>
public sealed class CommandTooLargeException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// The host is stopping. Nothing was done; another instance, or this one after its start, will do it.
/// </summary>
public sealed class GrainStoppingException() : Exception("The server is stopping; send the request again.");

/// <summary>
/// Nothing can be written, or it is not known whether it was: send the same request again later, under the same id.
/// </summary>
public sealed class GrainUnavailableException(string message, Exception inner) : Exception(message, inner);
