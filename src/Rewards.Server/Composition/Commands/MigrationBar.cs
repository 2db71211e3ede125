using System.Globalization;
using Rewards.Journal.Migration;
using Spectre.Console;

namespace Rewards.Server.Composition.Commands;

/// <summary>Shows how far a migration is: a bar for each stage on a terminal, lines now and then elsewhere.</summary>
internal sealed class MigrationBar : IProgress<MigrationProgress>
{
    private readonly Dictionary<MigrationStage, ProgressTask> bars = [];
    private readonly ProgressContext context;
    private ProgressTask? current;

    private MigrationBar(ProgressContext context) => this.context = context;

    public static Task<MigrationReport> ShowAsync(
        Func<IProgress<MigrationProgress>, Task<MigrationReport>> migrate, IAnsiConsole? on = null) =>
        (on ?? AnsiConsole.Console).Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = new MigrationBar(context);
                var report = await migrate(bar);
                bar.current?.StopTask();
                return report;
            });

    /// <summary>What was copied and compared, in words.</summary>
    public static void Print(MigrationReport report)
    {
        var before = report.RecordsBefore == 0 ? "" : Text($" ({report.RecordsBefore:N0} of them by an earlier run)");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            Copied and compared: {report.Records:N0} records{before} of {report.Streams:N0} streams.
            Rows found by key: {report.RowsFound:N0}; side records: {report.SideRecords:N0}; due: {report.DueItems:N0}.
            """));
        foreach (var name in report.ProjectionsAnew)
        {
            Console.WriteLine($"The projection '{name}' had not caught up: the server computes it from the beginning.");
        }

        Console.WriteLine("Start servers with the new settings only: what the old journal takes now is not copied.");
    }

    public void Report(MigrationProgress value)
    {
        if (!bars.TryGetValue(value.Stage, out var bar))
        {
            current?.StopTask();
            bars[value.Stage] = current = bar = context.AddTask(Name(value.Stage));
        }

        bar.IsIndeterminate = value.RecordsTotal is null;
        bar.MaxValue = Math.Max(1, value.RecordsTotal ?? value.Records);
        bar.Value = value.Records;
        bar.Description = Text($"{Name(value.Stage)} {value.Records:N0}");
    }

    private static string Name(MigrationStage stage) => stage switch
    {
        MigrationStage.ReadSource => "Reading the source",
        MigrationStage.ReadTarget => "Reading what is there",
        MigrationStage.Copy => "Copying",
        _ => "Comparing",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
