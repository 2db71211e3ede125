using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Rewards.Demo;
using Rewards.Domain.Programmes;
using Rewards.Grains.InProcess;
using Rewards.Journal;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition.Commands;

/// <summary><c>demo</c>: fills an empty journal with months of a community's life.</summary>
internal static class DemoCommand
{
    private const int MembersMax = 1_000_000;
    private const int DaysMax = 3_650;

    private static readonly Option<int> Members = CommonOptions.Between(
        new Option<int>("--members")
        {
            Description = "Members of each community at the end",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => 500,
        },
        1, MembersMax);

    private static readonly Option<int> Days = CommonOptions.Between(
        new Option<int>("--days")
        {
            Description = "Days of activity",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => 180,
        },
        1, DaysMax);

    private static readonly Option<int> Seed = CommonOptions.Between(
        new Option<int>("--seed")
        {
            Description = "The same seed, size and end make the same ledger",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => 1,
        },
        0, int.MaxValue);

    private static readonly Option<string> Until = CommonOptions.LastWins(new Option<string>("--until")
    {
        Description = "The day on which it ends, at 00:00 UTC [default: today]",
        HelpName = "YYYY-MM-DD",
    });

    private static readonly Option<string> Community = CommonOptions.LastWins(new Option<string>("--community")
    {
        Description = "Play this community only, not all that the settings name",
        HelpName = "NAME",
    });

    public static Command Make()
    {
        var command = new Command(
            "demo",
            "Fills an empty journal with the life of the communities of the settings: members who join, act, are "
            + "reviewed, spend and leave, with the times of then. Start the server afterwards.")
        {
            Members, Days, Seed, Until, Community,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new DemoOptions
        {
            Members = parsed.GetValue(Members),
            Days = parsed.GetValue(Days),
            Seed = parsed.GetValue(Seed),
            Until = Day(parsed.GetValue(Until)),
        };
        var configuration = CommonOptions.Load(parsed);
        var files = Chosen(CommunityFiles.Load(configuration.CommunitiesFolder), parsed.GetValue(Community));
        await using var journal = await Journals.OpenAsync(
            configuration.Journal, CommonOptions.Arguments(parsed), TimeProvider.System);
        var first = await journal.ReadFeedAsync(FeedCursor.Beginning, 1, cancellation);
        if (first.Records.Count > 0)
        {
            throw new TargetExistsException(
                $"The journal in {CommonOptions.DataFolder(parsed)} has records already, and a demo would mix with "
                + "them. Choose another folder with --data.");
        }

        var started = Stopwatch.StartNew();
        var result = await PlayAsync(journal, files, options, configuration, cancellation);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Members:N0} members in {Terminal.Communities(files.Count)}, {options.Days:N0} days until "
            + $"{options.Until:yyyy-MM-dd}, seed {options.Seed}."));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Activities:N0} activities, {result.Reviews:N0} reviews, {result.Reversals:N0} reversals, "
            + $"{result.Adjustments:N0} adjustments, {result.Spent:N0} orders in "
            + $"{started.Elapsed.TotalSeconds:N1} s."));
        return ExitCodes.Ok;
    }

    private static Task<DemoResult> PlayAsync(
        IJournal journal, IReadOnlyList<CommunityFile> files, DemoOptions options, ServerConfiguration configuration,
        CancellationToken cancellation) =>
        Terminal.WithProgressAsync("Playing", async tell =>
        {
            var clock = new DemoClock(options.Begin);
            await using var grains = new LocalGrains(
                journal, clock, new GrainOptions { ActiveMax = configuration.Grains.ActiveMax, Life = "demo" });
            await grains.StartAsync();
            await CommunityPublication.PublishAsync(files, grains, NullLogger.Instance);
            var programmes = files.Select(file => ProgrammeReader.Read(
                JsonDocuments.Parse(file.Canonical.ToArray()), 1));
            return await new Demo.Demo(journal, grains, clock, options)
                .RunAsync([.. programmes], new Told(tell), cancellation);
        });

    private static IReadOnlyList<CommunityFile> Chosen(IReadOnlyList<CommunityFile> files, string? community)
    {
        if (community is null)
        {
            return files.Count > 0
                ? files : throw new ArgumentsException("The settings' folder of communities holds no *.yaml to play.");
        }

        var chosen = files.Where(file => file.Community.Value == community).ToArray();
        return chosen.Length > 0
            ? chosen
            : throw new ArgumentsException(
                $"--community: there is no '{community}'; there are "
                + $"{string.Join(", ", files.Select(f => f.Community))}.");
    }

    private static DateTimeOffset Day(string? text)
    {
        if (text is null)
        {
            return new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        }

        return DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 2000 and < 2200
            ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
            : throw new ArgumentsException($"--until: '{text}' is not a day of the form 2026-11-20.");
    }

    private sealed class Told(Action<double?, string> tell) : IProgress<DemoProgress>
    {
        public void Report(DemoProgress value) => tell(value.Share, string.Create(
            CultureInfo.InvariantCulture, $"{value.Day:yyyy-MM-dd}, {value.Commands:N0} commands"));
    }
}
