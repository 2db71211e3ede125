using Rewards.Server.Composition;
using Rewards.Server.Composition.Commands;

namespace Rewards.Server.Tests.Commands;

/// <summary>What the command line understands, and what it says when it does not.</summary>
public sealed class CommandLineTests
{
    private static readonly ServerArguments Defaults = new("config/rewards.yaml", "data", "http://127.0.0.1:5080");

    public static TheoryData<string[], ServerArguments> Understood => new()
    {
        { [], Defaults },
        { ["serve"], Defaults },
        { ["--rebuild-index"], Defaults with { RebuildIndex = true } },
        { ["serve", "--rebuild-index", "--data", "d"], Defaults with { DataFolder = "d", RebuildIndex = true } },
        { ["--config", "c", "serve", "--data", "d"], Defaults with { ConfigFile = "c", DataFolder = "d" } },
        { ["--data", "first", "--data", "last"], Defaults with { DataFolder = "last" } },
        { ["--data", "@folder"], Defaults with { DataFolder = "@folder" } },
        { ["--urls", "http://127.0.0.1:0;http://*:80"], Defaults with { Urls = "http://127.0.0.1:0;http://*:80" } },
    };

    [Theory]
    [MemberData(nameof(Understood))]
    public void Serve_ArgumentsThatAreUnderstood_AreTaken(string[] args, ServerArguments expected)
    {
        var parsed = CommandLine.Parse(args);

        Assert.True(ServeCommand.IsMeant(parsed));
        Assert.Equal(expected, ServeCommand.Arguments(parsed));
    }

    [Theory]
    [InlineData("'foo'", "foo")]
    [InlineData("'--dta'", "--dta", "d")]
    [InlineData("'extra'", "serve", "--data", "d", "extra")]
    [InlineData("--data", "--data")]
    [InlineData("--config needs a value that is not empty", "--config", "")]
    [InlineData("'ftp://127.0.0.1:1'", "--urls", "ftp://127.0.0.1:1")]
    [InlineData("put a proxy in front", "serve", "--urls", "https://127.0.0.1:1")]
    [InlineData("'http://127.0.0.1:65536'", "--urls", "http://127.0.0.1:1;http://127.0.0.1:65536")]
    public void Parse_WhatIsNotUnderstood_IsNamed(string named, params string[] args)
    {
        var mistake = Assert.Throws<ArgumentsException>(() => CommandLine.Parse(args));

        Assert.Contains(named, mistake.Message, StringComparison.Ordinal);
        Assert.EndsWith("to see what is understood.", mistake.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, ExitCodes.For(mistake));
    }
}
