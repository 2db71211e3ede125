using System.CommandLine;
using System.Globalization;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition.Commands;

/// <summary>What every command understands: which settings, and which data.</summary>
internal static class CommonOptions
{
    private static readonly Option<string> Config = LastWins(new Option<string>("--config")
    {
        Description = "The server's settings",
        HelpName = "FILE",
        DefaultValueFactory = _ => "config/rewards.yaml",
        Recursive = true,
    });

    private static readonly Option<string> Data = LastWins(new Option<string>("--data")
    {
        Description = "Where the journal lives",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "data",
        Recursive = true,
    });

    public static void AddTo(RootCommand root)
    {
        root.Add(Config);
        root.Add(Data);
    }

    public static string ConfigFile(ParseResult parsed) => parsed.GetValue(Config)!;

    public static string DataFolder(ParseResult parsed) => parsed.GetValue(Data)!;

    /// <summary>The settings that were named.</summary>
    /// <exception cref="ConfigurationException">The file is missing or broken.</exception>
    public static ServerConfiguration Load(ParseResult parsed) => ServerConfiguration.Load(ConfigFile(parsed));

    /// <summary>Settings and data folder, as a server is given them.</summary>
    public static ServerArguments Arguments(ParseResult parsed) => new(ConfigFile(parsed), DataFolder(parsed), "");

    /// <summary>An option that may be repeated, so that a script's default can be overruled; never empty.</summary>
    public static Option<string> LastWins(Option<string> option)
    {
        option.AllowMultipleArgumentsPerToken = true;
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError($"{option.Name} needs a value that is not empty.");
            }
        });
        return option;
    }

    /// <summary>A whole number within bounds.</summary>
    public static Option<int> Between(Option<int> option, int least, int most)
    {
        option.CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[^1].Value, CultureInfo.InvariantCulture, out var value)
                && value >= least && value <= most)
            {
                return value;
            }

            result.AddError($"{option.Name} must be a whole number from {least} to {most}.");
            return 0;
        };
        return option;
    }
}
