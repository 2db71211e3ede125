using Rewards.Journal;
using Rewards.Journal.Sqlite;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition;

/// <summary>Opens the journal that the settings name.</summary>
internal static class Journals
{
    /// <exception cref="JournalOpenException">It cannot be opened; says what to do.</exception>
    public static ValueTask<ICopyableJournal> OpenAsync(
        JournalConfiguration journal, string dataFolder, bool rebuildIndex = false)
    {
        CreateDataFolder(dataFolder);
        return new(SqliteJournal.Open(
            new SqliteJournalOptions { Path = journal.FileIn(dataFolder), RebuildIndex = rebuildIndex }));
    }

    /// <summary>The same for a journal that must be there already.</summary>
    /// <exception cref="JournalOpenException">It is not there, or cannot be opened.</exception>
    public static ValueTask<ICopyableJournal> OpenExistingAsync(JournalConfiguration journal, string dataFolder) =>
        File.Exists(journal.FileIn(dataFolder))
            ? OpenAsync(journal, dataFolder)
            : throw new JournalOpenException($"There is no journal {journal.FileIn(dataFolder)}.");

    private static void CreateDataFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalOpenException($"The data folder {folder} cannot be created: {e.Message}", e);
        }
    }
}
