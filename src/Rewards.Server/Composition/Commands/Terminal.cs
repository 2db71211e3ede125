using System.Globalization;
using Spectre.Console;

namespace Rewards.Server.Composition.Commands;

/// <summary>
/// Progress goes to standard error and only to a terminal, so that what a command prints can be read by programs.
/// </summary>
internal static class Terminal
{
    private static readonly IAnsiConsole Console = AnsiConsole.Create(
        new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });

    /// <summary>Runs some work with a bar that it moves: share done (0 to 1; null: unknown) and what it does.</summary>
    public static async Task<T> WithProgressAsync<T>(string title, Func<Action<double?, string>, Task<T>> work)
    {
        if (System.Console.IsErrorRedirected || !Console.Profile.Capabilities.Interactive)
        {
            return await work(static (_, _) => { });
        }

        return await Console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn())
            .StartAsync(async bars =>
            {
                var bar = bars.AddTask(Markup.Escape(title), maxValue: 1);
                return await work((share, what) =>
                {
                    bar.IsIndeterminate = share is null;
                    bar.Value = share ?? 0;
                    bar.Description = Markup.Escape($"{title}: {what}");
                });
            });
    }

    /// <summary>Columns of text, as wide as they need to be, for people and for programs that cut at blanks.</summary>
    public static void WriteTable(TextWriter target, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var widths = Enumerable.Range(0, rows[0].Length)
            .Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            target.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }

    public static string Number(Int128 number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Communities(long number) => $"{Number(number)} {(number == 1 ? "community" : "communities")}";

    public static string Bytes(long bytes) => bytes < 10 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1023) >> 10:N0} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20:N0} MiB");
}
