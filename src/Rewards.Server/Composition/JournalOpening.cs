using Azure.Identity;
using Rewards.AzureTables;
using Rewards.Domain.Programmes;
using Rewards.Journal;
using Rewards.Journal.AzureTables;
using Rewards.Journal.Sqlite;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition;

/// <summary>Opens the journal that the configuration names.</summary>
internal static class JournalOpening
{
    /// <exception cref="ConfigurationException">The shared store is not said, or cannot be understood.</exception>
    /// <exception cref="JournalOpenException">The journal cannot be opened.</exception>
    public static async ValueTask<ICopyableJournal> OpenAsync(
        JournalConfiguration configuration, ServerArguments arguments, TimeProvider time)
    {
        if (configuration.Kind == JournalKind.AzureTables)
        {
            var options = new AzureTablesJournalOptions
            {
                Connection = ConnectionOf(configuration, arguments.ConfigFile),
                Table = configuration.Table,
                Time = time,
            };
            return await AzureTablesJournal.OpenAsync(options, CancellationToken.None);
        }

        CreateDataFolder(arguments.DataFolder);
        return SqliteJournal.Open(new SqliteJournalOptions
        {
            Path = configuration.FileIn(arguments.DataFolder),
            RebuildIndex = arguments.RebuildIndex,
        });
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
