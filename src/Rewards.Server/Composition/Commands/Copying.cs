using Rewards.Grains.Verification;
using Rewards.Journal;
using Rewards.Journal.Sqlite;

namespace Rewards.Server.Composition.Commands;

/// <summary>
/// A copy of a journal's file that appears under its name only when it was verified. Nothing is ever overwritten, and
/// a copy that fails leaves nothing behind.
/// </summary>
internal static class Copying
{
    private static readonly string[] Beside = ["", "-wal", "-shm", "-journal", ".lock"];

    /// <exception cref="TargetExistsException">Something is there already.</exception>
    /// <exception cref="JournalOpenException">The source is no journal, or there is no room.</exception>
    /// <exception cref="JournalCorruptException">The copy is not sound; the message lists what is wrong.</exception>
    public static async Task<VerificationReport> CopyAsync(
        string source, string target, long? bytesPerSecondMax, CancellationToken cancellation)
    {
        RequireFree(target);
        var partial = target + ".partial";
        RequireFree(partial);
        try
        {
            await Terminal.WithProgressAsync("Copying", tell => Task.Run(
                () =>
                {
                    void Tell(CopyProgress at) => tell((double)at.Copied / Math.Max(1, at.Total),
                        $"{Terminal.Bytes(at.Copied)} of {Terminal.Bytes(at.Total)}");
                    SqliteJournalCopy.Copy(source, partial, bytesPerSecondMax, Tell, cancellation);
                    return true;
                },
                cancellation));
            var report = await VerifyAsync(partial, cancellation);
            if (!report.IsSound)
            {
                throw new JournalCorruptException(
                    $"{source} is not sound, and was not copied to {target}:{Environment.NewLine}"
                    + string.Join(Environment.NewLine, report.Findings));
            }

            Move(partial, target);
            return report;
        }
        finally
        {
            if (Directory.Exists(Path.GetDirectoryName(partial)))
            {
                Array.ForEach(Beside, end => File.Delete(partial + end));
            }
        }
    }

    private static async Task<VerificationReport> VerifyAsync(string file, CancellationToken cancellation)
    {
        await using var journal = SqliteJournalReader.Open(file);
        return await Verification.RunAsync(journal, new VerificationOptions { Storage = true }, cancellation);
    }

    private static void RequireFree(string target)
    {
        foreach (var end in new[] { "", "-wal" })
        {
            if (File.Exists(target + end) || Directory.Exists(target + end))
            {
                throw new TargetExistsException(
                    $"{target + end} exists, and is not overwritten. Move it away, or choose another target.");
            }
        }
    }

    private static void Move(string partial, string target)
    {
        try
        {
            File.Move(partial, target);
        }
        catch (IOException e)
        {
            throw new TargetExistsException($"{target} cannot be made: {e.Message}");
        }
    }
}
