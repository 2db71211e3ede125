namespace Rewards.Server.Composition;

/// <summary>The command line is not understood; the message is the usage.</summary>
public sealed class ArgumentsException(string message) : Exception(message);

/// <summary>The command line.</summary>
/// <param name="ConfigFile">The server's settings.</param>
/// <param name="DataFolder">Where the journal lives; made if it is missing.</param>
/// <param name="Urls">Where to listen.</param>
/// <param name="RebuildIndex">Build the journal's index anew from its log: what a complaint about the index asks
/// for.</param>
public sealed record ServerArguments(string ConfigFile, string DataFolder, string Urls, bool RebuildIndex = false)
{
    private const string Usage =
        """
        Usage: Rewards.Server [--config FILE] [--data FOLDER] [--urls URL[;URL…]] [--rebuild-index]
          --config  the server's settings       (default: config/rewards.yaml)
          --data    where the journal lives     (default: data)
          --urls    where to listen             (default: http://127.0.0.1:5080)
          --rebuild-index  build the journal's index anew from its log, then start
        REWARDS_ADMIN_KEY=rk_NAME_SECRET (secret of 32 characters or more) creates the first admin key.
        """;

    /// <exception cref="ArgumentsException">Something unknown, or a value is missing.</exception>
    public static ServerArguments Parse(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["--config"] = "config/rewards.yaml",
            ["--data"] = "data",
            ["--urls"] = "http://127.0.0.1:5080",
        };
        var rebuildIndex = false;
        for (var i = 0; i < args.Count; i += 2)
        {
            if (args[i] == "--rebuild-index")
            {
                rebuildIndex = true;
                i--;
                continue;
            }

            if (!values.ContainsKey(args[i]) || i + 1 == args.Count)
            {
                throw new ArgumentsException($"'{args[i]}' is not understood, or its value is missing.\n{Usage}");
            }

            values[args[i]] = args[i + 1];
        }

        return new ServerArguments(values["--config"], values["--data"], values["--urls"], rebuildIndex);
    }
}
