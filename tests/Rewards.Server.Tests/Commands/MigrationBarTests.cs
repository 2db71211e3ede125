using Rewards.Journal.Migration;
using Rewards.Server.Composition.Commands;
using Spectre.Console;

namespace Rewards.Server.Tests.Commands;

[Trait("Journal", "none")]
public sealed class MigrationBarTests
{
    private static readonly MigrationReport Report = new(2, 1_234, 0, 5, 0, 0, [], []);

    [Fact]
    public async Task Bar_OnATerminal_NamesEveryStageAndSaysHowFarItIs()
    {
        var told = await ShowAsync(AnsiSupport.Yes, InteractionSupport.Yes);

        foreach (var stage in new[] { "Reading the source 1,234", "Reading what is there", "Copying", "Comparing" })
        {
            Assert.Contains(stage, told, StringComparison.Ordinal);
        }

        Assert.Contains("100%", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bar_InAFile_HasNothingThatOnlyATerminalUnderstands() =>
        Assert.DoesNotContain('\u001b', await ShowAsync(AnsiSupport.No, InteractionSupport.No));

    [Fact]
    public async Task Bar_WhenTheMigrationFails_LetsTheFailureThrough() =>
        await Assert.ThrowsAsync<MigrationException>(() => MigrationBar.ShowAsync(
            _ => throw new MigrationException("no"),
            ConsoleOf(new StringWriter(), AnsiSupport.No, InteractionSupport.No)));

    private static IAnsiConsole ConsoleOf(StringWriter written, AnsiSupport ansi, InteractionSupport interaction) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi,
            Interactive = interaction,
            Out = new AnsiConsoleOutput(written),
        });

    private static async Task<string> ShowAsync(AnsiSupport ansi, InteractionSupport interaction)
    {
        var written = new StringWriter();
        var report = await MigrationBar.ShowAsync(
            progress =>
            {
                progress.Report(new MigrationProgress(MigrationStage.ReadSource, 1_234, null));
                progress.Report(new MigrationProgress(MigrationStage.ReadTarget, 0, null));
                progress.Report(new MigrationProgress(MigrationStage.Copy, 617, 1_234));
                progress.Report(new MigrationProgress(MigrationStage.Copy, 1_234, 1_234));
                progress.Report(new MigrationProgress(MigrationStage.Verify, 1_234, 1_234));
                return Task.FromResult(Report);
            },
            ConsoleOf(written, ansi, interaction));

        Assert.Same(Report, report);
        return written.ToString();
    }
}
