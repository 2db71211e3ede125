using Rewards.Journal;
using Rewards.Journal.Sqlite;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition;

/// <summary>The journal that the settings name, for the server and for every command.</summary>
internal static class Journals
{
    /// <exception cref="JournalOpenException">In use, or the folder cannot be made.</exception>
    /// <exception cref="JournalCorruptException">What is stored does not hold together.</exception>
    public static IJournal Open(ServerConfiguration configuration, string dataFolder, bool rebuildIndex = false)
    {
        CreateFolder(dataFolder);
        var file = FileOf(configuration, dataFolder);
        return SqliteJournal.Open(new SqliteJournalOptions { Path = file, RebuildIndex = rebuildIndex });
    }

    /// <summary>For looking at it while nobody writes; nothing is changed.</summary>
    /// <exception cref="JournalOpenException">Not there, or in use.</exception>
    public static IJournal OpenForReading(ServerConfiguration configuration, string dataFolder) =>
        OpenForReading(FileOf(configuration, dataFolder));

    /// <summary>The same for a file that no settings name.</summary>
    /// <exception cref="JournalOpenException">Not there, or in use.</exception>
    public static IJournal OpenForReading(string file)
    {
        try
        {
            return SqliteJournalReader.Open(Path.GetFullPath(file));
        }
        catch (JournalOpenException e) when (e.InnerException is IOException)
        {
            throw new JournalOpenException(
                $"{e.Message} While a server runs, make a backup, which is verified: backup --to FILE", e);
        }
    }

    public static string FileOf(ServerConfiguration configuration, string dataFolder) =>
        configuration.Journal.FileIn(dataFolder);

    /// <exception cref="JournalOpenException">The folder cannot be made.</exception>
    public static void CreateFolder(string folder)
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
