using System.CommandLine;
using Rewards.Grains.Verification;
using Rewards.Journal;

namespace Rewards.Server.Composition.Commands;

/// <summary><c>backup</c>: copies the journal while the server writes, and verifies the copy.</summary>
internal static class BackupCommand
{
    private static readonly Option<string> To = CommonOptions.LastWins(new Option<string>("--to")
    {
        Description = "The file to make; refused if it exists",
        HelpName = "FILE",
        Required = true,
    });

    private static readonly Option<int> Pace = CommonOptions.Between(
        new Option<int>("--megabytes-per-second")
        {
            Description = "Copy no faster than this, to leave the disk to the server; 0: as fast as possible",
            HelpName = "MB",
        },
        0, 1_000_000);

    public static Command Make()
    {
        var command = new Command(
            "backup",
            "Makes a copy of the journal, also while a server writes to it, and verifies the copy. It holds everything "
            + "that was answered before the command began.") { To, Pace };
        command.SetAction(async (parsed, cancellation) =>
        {
            var source = Journals.FileOf(CommonOptions.Load(parsed).Journal, CommonOptions.DataFolder(parsed));
            var target = Path.GetFullPath(parsed.GetValue(To)!);
            var pace = parsed.GetValue(Pace);
            var report = await Copying.CopyAsync(source, target, pace == 0 ? null : pace * 1_000_000L, cancellation);
            Verification.Write(Console.Out, report);
            Console.WriteLine(
                $"Backed up to {target} ({Terminal.Bytes(new FileInfo(target).Length)}).");
            return ExitCodes.Ok;
        });
        return command;
    }
}
