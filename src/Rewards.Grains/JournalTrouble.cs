using Rewards.Journal;

namespace Rewards.Grains;

/// <summary>Callers know grains, not journals: what a journal could not do, in the words of grains.</summary>
internal static class JournalTrouble
{
    /// <summary>Of a command: what it came to may not be known.</summary>
    public static Exception OfCommand(Exception e) => e switch
    {
        JournalBusyException => new GrainBusyException("The journal has too much to write.", e),
        JournalUnavailableException => new GrainUnavailableException("The journal takes no writes.", e),
        JournalOutcomeUnknownException or JournalConflictException =>
            new GrainUnavailableException("Whether the command was done is not known yet.", e),
        AppendTooLargeException => new CommandTooLargeException($"Nothing was done. {e.Message}", e),
        _ => e,
    };

    /// <summary>
    /// A read outside every turn (ledger, reports, simulation): everything of that kind goes through here, so that a
    /// store that does not answer is the caller's to wait out and not an error that nobody foresaw.
    /// </summary>
    /// <exception cref="GrainUnavailableException">The journal does not answer; ask again later.</exception>
    /// <exception cref="GrainBusyException">The journal has too much to do.</exception>
    public static async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read)
    {
        try
        {
            return await read();
        }
        catch (JournalBusyException e)
        {
            throw new GrainBusyException("The journal has too much to do.", e);
        }
        catch (Exception e) when (
            e is JournalUnavailableException or JournalOutcomeUnknownException or JournalConflictException)
        {
            throw new GrainUnavailableException("The journal cannot be read now.", e);
        }
    }
}
