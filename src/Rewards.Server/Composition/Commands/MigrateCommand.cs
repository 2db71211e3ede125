using System.CommandLine;
using Rewards.Grains.Projections;
using Rewards.Journal;
using Rewards.Journal.Migration;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition.Commands;

/// <summary><c>migrate</c>: copies the journal into another one, whatever backends the two have.</summary>
internal static class MigrateCommand
{
    private static readonly Option<string> ToConfig = CommonOptions.LastWins(new Option<string>("--to-config")
    {
        Description = "Settings that name the journal to fill; it must be empty, or hold an interrupted migration",
        HelpName = "FILE",
        Required = true,
    });

    private static readonly Option<string> ToData = CommonOptions.LastWins(new Option<string>("--to-data")
    {
        Description = "Where that journal lives, if it is a file",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "data",
    });

    public static void AddTo(RootCommand root)
    {
        var migrate = new Command(
            "migrate",
            "Copies the journal as it is into another one, and compares the two. Stop the servers on both first. "
            + "Interrupted, it goes on where it was when it is run again.")
        {
            ToConfig,
            ToData,
        };
        migrate.SetAction(RunAsync);
        root.Add(migrate);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var from = new ServerArguments(CommonOptions.ConfigFile(parsed), CommonOptions.DataFolder(parsed), "");
        var to = new ServerArguments(parsed.GetValue(ToConfig)!, parsed.GetValue(ToData)!, "");
        var (fromJournal, toJournal) = (Settings(from), Settings(to));
        if (fromJournal == toJournal)
        {
            throw new ArgumentsException("The two journals are one: name another with --to-config or --to-data.");
        }

        if (fromJournal.Kind == JournalKind.Sqlite && !File.Exists(fromJournal.Path))
        {
            throw new JournalOpenException($"There is no journal {fromJournal.Path}.");
        }

        await using var source = await Journals.OpenAnyAsync(
            fromJournal, from, TimeProvider.System, mustExist: true);
        await using var target = await Journals.OpenAnyAsync(toJournal, to, TimeProvider.System);
        string[] projections = [new CommunityTotals().Name];
        var report = await MigrationBar.ShowAsync(progress =>
            new JournalMigration(source, target, projections, TimeProvider.System, progress).RunAsync(cancellation));
        MigrationBar.Print(report);
        return ExitCodes.Ok;
    }

    /// <summary>The journal of a settings file; a path in full, so that equal settings are one journal.</summary>
    private static JournalConfiguration Settings(ServerArguments arguments)
    {
        var journal = ServerConfiguration.Load(arguments.ConfigFile).Journal;
        return journal.Kind == JournalKind.Sqlite
            ? journal with { Path = journal.FileIn(arguments.DataFolder) }
            : journal;
    }
}
