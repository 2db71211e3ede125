using Rewards.AzureTables;

namespace Rewards.Journal.AzureTables;

/// <summary>The service's errors in the journal's words: callers know journals, not tables.</summary>
internal static class Answers
{
    /// <exception cref="JournalUnavailableException">The service refused, or did not answer.</exception>
    /// <exception cref="JournalCorruptException">An entity lacks a property, or it is of another type.</exception>
    public static async ValueTask<T> OfAsync<T>(Func<ValueTask<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (TableRequestException e)
        {
            throw new JournalUnavailableException($"The shared store does not answer: {e.Message}", e);
        }
        catch (FormatException e)
        {
            throw new JournalCorruptException($"An entity is not what was written: {e.Message}", e);
        }
    }

    /// <exception cref="JournalUnavailableException">The service refused, or did not answer.</exception>
    public static async ValueTask OfAsync(Func<ValueTask> ask) => await OfAsync(async () =>
    {
        await ask().ConfigureAwait(false);
        return true;
    }).ConfigureAwait(false);
}
