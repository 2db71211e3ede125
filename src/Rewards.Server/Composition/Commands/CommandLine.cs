using System.CommandLine;

namespace Rewards.Server.Composition.Commands;

/// <summary>
/// The command line: one file per command beside this one, listed here. Without a command the server is started.
/// </summary>
internal static class CommandLine
{
    /// <summary>How long a command that is interrupted may take to leave things in order.</summary>
    private static readonly TimeSpan InterruptionMax = TimeSpan.FromSeconds(30);

    /// <summary>Runs what the arguments ask for; returns the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        try
        {
            var parsed = Parse(args);
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,

                // The web host answers signals itself, and knows what is under way.
                ProcessTerminationTimeout = ServeCommand.IsMeant(parsed) ? null : InterruptionMax,
            });
        }
        catch (Exception e) when (ExitCodes.For(e) is { } code)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return code;
        }
    }

    /// <exception cref="ArgumentsException">Something is not understood; nothing was done.</exception>
    public static ParseResult Parse(IReadOnlyList<string> args)
    {
        // A value that begins with @ is a value.
        var parsed = Root().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0)
        {
            return parsed;
        }

        var mistakes = parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal);
        var command = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        throw new ArgumentsException(
            $"{string.Join(Environment.NewLine, mistakes)}{Environment.NewLine}"
            + $"Run it with '{command}--help' to see what is understood.");
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("A points engine for online communities. Without a command: serve.");
        CommonOptions.AddTo(root);
        ServeCommand.AddTo(root);
        root.Add(VerifyCommand.Make());
        root.Add(BackupCommand.Make());
        root.Add(RestoreCommand.Make());
        root.Add(KeysCommand.Make());
        root.Add(DemoCommand.Make());
        return root;
    }
}
