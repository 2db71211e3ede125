using System.CommandLine;
using Rewards.Grains.Verification;

namespace Rewards.Server.Composition.Commands;

/// <summary><c>verify</c>: replays every stream of a journal and names what is wrong.</summary>
internal static class VerifyCommand
{
    private static readonly Option<string> File = CommonOptions.LastWins(new Option<string>("--file")
    {
        Description = "Verify this file, a backup for example, and not the journal of the settings",
        HelpName = "FILE",
    });

    private static readonly Option<bool> Storage = new("--storage")
    {
        Description = "Also check every page of the file and every entry of its index; takes several times as long",
    };

    private static readonly Option<int> Memory = CommonOptions.Between(
        new Option<int>("--memory")
        {
            Description = "Memory for streams, in MB; with less than they need, the journal is read several times",
            HelpName = "MB",
            DefaultValueFactory = _ => 512,
        },
        1, 1_000_000);

    public static Command Make()
    {
        var command = new Command(
            "verify",
            "Replays every stream of the journal, while no server runs, and names what is wrong: sums, hash chains, "
            + "keyed rows, side records, snapshots, projections. Nothing is written.") { File, Storage, Memory };
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = parsed.GetValue(File);
            await using var journal = file is null
                ? await Journals.OpenForReadingAsync(
                    CommonOptions.Load(parsed).Journal, CommonOptions.Arguments(parsed))
                : Journals.OpenForReading(file);

            // One stream takes about 1 KB.
            var options = new VerificationOptions
            {
                Storage = parsed.GetValue(Storage),
                HeldMax = parsed.GetValue(Memory) * 1_000,
            };
            var report = await Verification.RunAsync(journal, options, cancellation);
            Verification.Write(Console.Out, report);
            return report.IsSound ? ExitCodes.Ok : ExitCodes.JournalDamaged;
        });
        return command;
    }
}
