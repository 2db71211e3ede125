using Azure.Identity;
using Rewards.AzureTables;
using Rewards.Domain.Programmes;
using Rewards.Journal;
using Rewards.Journal.AzureTables;
using Rewards.Journal.Migration;
using Rewards.Journal.Sqlite;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition;

/// <summary>The journal that the settings name, for the server and for every command.</summary>
internal static class Journals
{
    /// <summary>Under these names journals and what they stand on have metrics and spans.</summary>
    public static readonly string[] Diagnostics = [TableDiagnostics.Name, AzureTablesJournal.DiagnosticsName];

    /// <summary>For a server or a command that writes.</summary>
    /// <exception cref="ConfigurationException">The shared store is not said, or cannot be understood.</exception>
    /// <exception cref="JournalOpenException">In use, the unfinished target of a migration, or the folder cannot be
    /// made.</exception>
    /// <exception cref="JournalCorruptException">What is stored does not hold together.</exception>
    public static async ValueTask<ICopyableJournal> OpenAsync(
        JournalConfiguration configuration, ServerArguments arguments, TimeProvider time)
    {
        var journal = await OpenAnyAsync(configuration, arguments, time);
        try
        {
            await MigrationMark.RefuseUnfinishedAsync(journal, CancellationToken.None);
            return journal;
        }
        catch
        {
            await journal.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same, and a migration may be under way.</summary>
    /// <param name="configuration">Which journal.</param>
    /// <param name="arguments">Where its file is, or the settings that name its store.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="mustExist">On the shared store: none is made.</param>
    public static async ValueTask<ICopyableJournal> OpenAnyAsync(
        JournalConfiguration configuration, ServerArguments arguments, TimeProvider time, bool mustExist = false)
    {
        if (configuration.Kind == JournalKind.AzureTables)
        {
            var options = new AzureTablesJournalOptions
            {
                Connection = ConnectionOf(configuration, arguments.ConfigFile),
                Table = configuration.Table,
                Time = time,
                MustExist = mustExist,
            };
            return await AzureTablesJournal.OpenAsync(options, CancellationToken.None);
        }

        CreateFolder(arguments.DataFolder);
        return SqliteJournal.Open(new SqliteJournalOptions
        {
            Path = configuration.FileIn(arguments.DataFolder),
            RebuildIndex = arguments.RebuildIndex,
        });
    }

    /// <summary>Has the journal tell of what goes wrong in it, and of which no caller hears.</summary>
    public static void Report(IJournal journal, Action<Exception, string> report)
    {
        if (journal is AzureTablesJournal shared)
        {
            shared.OnTrouble = e => report(e, "The log of the shared store cannot be written or finished.");
        }
    }

    /// <summary>For looking at it; no record is changed. Of a file: while nobody writes.</summary>
    /// <exception cref="JournalOpenException">Not there, or in use.</exception>
    public static async ValueTask<IJournal> OpenForReadingAsync(
        JournalConfiguration configuration, ServerArguments arguments) =>
        configuration.Kind == JournalKind.AzureTables
            ? await OpenAnyAsync(configuration, arguments, TimeProvider.System, mustExist: true)
            : OpenForReading(configuration.FileIn(arguments.DataFolder));

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

    /// <summary>The file of the embedded journal, for commands that copy files.</summary>
    /// <exception cref="ArgumentsException">The journal is no file.</exception>
    public static string FileOf(JournalConfiguration configuration, string dataFolder) =>
        configuration.Kind == JournalKind.Sqlite
            ? configuration.FileIn(dataFolder)
            : throw new ArgumentsException(
                "The journal lies in Azure Tables and is no file. Copy it into one with: migrate --to-config FILE");

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

    private static TableConnection ConnectionOf(JournalConfiguration configuration, string configFile)
    {
        var fromEnvironment = Environment.GetEnvironmentVariable(JournalConfiguration.ConnectionVariable);
        var connection = string.IsNullOrEmpty(fromEnvironment) ? configuration.Connection : fromEnvironment;
        try
        {
            return (connection, configuration.Endpoint) switch
            {
                ({ } text, _) => TableConnection.Parse(text),
                (_, { } endpoint) => TableConnection.WithToken(endpoint, new DefaultAzureCredential()),
                _ => throw new FormatException(
                    $"azure-tables needs journal.connection or journal.endpoint in the settings, or a connection "
                    + $"string in {JournalConfiguration.ConnectionVariable}."),
            };
        }
        catch (FormatException e)
        {
            var place = string.IsNullOrEmpty(fromEnvironment) ? configFile : JournalConfiguration.ConnectionVariable;
            throw new ConfigurationException(
                [new ConfigurationError(place, new DocumentError(0, "journal", e.Message))]);
        }
    }
}
