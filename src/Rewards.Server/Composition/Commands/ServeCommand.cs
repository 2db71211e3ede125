using System.CommandLine;

namespace Rewards.Server.Composition.Commands;

/// <summary><c>serve</c>: runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    private const string Name = "serve";

    private static readonly Option<string> Urls = WithUrls(CommonOptions.LastWins(new Option<string>("--urls")
    {
        Description = "Where to listen, in the form http://HOST:PORT; several are separated by ';'",
        HelpName = "URL[;URL…]",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    }));

    private static readonly Option<bool> RebuildIndex = new("--rebuild-index")
    {
        Description = "Build the journal's index anew from its log, when a message asks for it; then start",
    };

    private static readonly Option<string> Log = CommonOptions.LastWins(new Option<string>("--log")
    {
        Description = "How the log is written: text for people, json for one object a line",
        HelpName = "text|json",
        DefaultValueFactory = _ => "text",
    }).AcceptOnlyFromAmong("text", "json");

    private static readonly Option<int> Drain = CommonOptions.Between(
        new Option<int>("--drain")
        {
            Description = "When told to stop, go on serving so many seconds and say at /health/ready that no more "
                + "requests should come",
            HelpName = "SECONDS",
        },
        0, 600);

    /// <summary>The command by its name, and as what happens when no command is given.</summary>
    public static void AddTo(RootCommand root)
    {
        var serve = new Command(
            Name,
            "Runs the server. REWARDS_ADMIN_KEY=rk_NAME_SECRET (secret of 32 characters or more) in the environment "
            + "creates the first admin key.");
        foreach (var command in new[] { root, serve })
        {
            command.Add(Urls);
            command.Add(RebuildIndex);
            command.Add(Log);
            command.Add(Drain);
            command.SetAction((parsed, _) => RunAsync(Arguments(parsed)));
        }

        root.Add(serve);
    }

    public static bool IsMeant(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand or { Name: Name };

    public static ServerArguments Arguments(ParseResult parsed) => new(
        CommonOptions.ConfigFile(parsed),
        CommonOptions.DataFolder(parsed),
        parsed.GetValue(Urls)!,
        parsed.GetValue(RebuildIndex),
        parsed.GetValue(Log) == "json" ? LogFormat.Json : LogFormat.Text,
        parsed.GetValue(Drain));

    private static async Task<int> RunAsync(ServerArguments arguments)
    {
        await using var installation = await Installation.OpenAsync(arguments, TimeProvider.System);
        await using var app = Hosting.Build(installation, arguments);
        app.MapRewards();
        await installation.StartAsync(app, arguments.LogFormat);
        await app.RunAsync();
        return ExitCodes.Ok;
    }

    private static Option<string> WithUrls(Option<string> option)
    {
        option.Validators.Add(result =>
        {
            foreach (var url in result.Tokens.SelectMany(token => token.Value.Split(';')))
            {
                if (!IsListenable(url))
                {
                    result.AddError(
                        $"--urls: '{url}' is not of the form http://HOST:PORT. For TLS, put a proxy in front.");
                }
            }
        });
        return option;
    }

    private static bool IsListenable(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme == "http" && address.Port is >= 0 and <= 65_535 && address.PathBase.Length == 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
