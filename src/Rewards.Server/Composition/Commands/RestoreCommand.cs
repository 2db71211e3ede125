using System.CommandLine;

namespace Rewards.Server.Composition.Commands;

/// <summary><c>restore</c>: puts a verified copy of a backup where a journal belongs and none is.</summary>
internal static class RestoreCommand
{
    private static readonly Option<string> From = CommonOptions.LastWins(new Option<string>("--from")
    {
        Description = "The backup; it stays as it is",
        HelpName = "FILE",
        Required = true,
    });

    public static Command Make()
    {
        var command = new Command(
            "restore",
            "Copies a backup to where the journal of the settings belongs, verifies it and says what was restored. "
            + "Refused if a journal is there.") { From };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = CommonOptions.DataFolder(parsed);
            var target = Journals.FileOf(CommonOptions.Load(parsed).Journal, folder);
            Journals.CreateFolder(Path.GetDirectoryName(target)!);
            var report = await Copying.CopyAsync(
                Path.GetFullPath(parsed.GetValue(From)!), target, null, cancellation);
            Verification.Write(Console.Out, report);
            Console.WriteLine($"Restored to {target} ({Terminal.Bytes(new FileInfo(target).Length)}).");
            return ExitCodes.Ok;
        });
        return command;
    }
}
