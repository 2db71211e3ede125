using System.Diagnostics;

namespace Rewards.Server.Tests.Readme;

/// <summary>
/// What README and the tour of the API show is run, in the order of writing, and answers as they say.
/// </summary>
public sealed class DocumentedCommandTests
{
    private const string DocumentedUrl = "http://127.0.0.1:5080";

    [Theory]
    [InlineData("README.md", 1)]
    [InlineData("docs/api.md", 10)]
    public async Task DocumentedCommand_RunOnAFreshServer_AnswersAsShown(string document, int commandsMin)
    {
        var commands = DocumentedCommands.In(Repository.Read(document)).ToList();
        var answered = commands.Count(command => command.Answer is not null);
        Assert.True(answered >= commandsMin, $"Only {answered} commands with answers were found.");
        await using var server = new DevelopmentServer();
        await server.InitializeAsync();
        foreach (var command in commands)
        {
            var answer = await RunAsync(command.Script.Replace(DocumentedUrl, server.Url, StringComparison.Ordinal));
            if (command.Answer is { } shown)
            {
                Assert.True(
                    Volatile.Normalise(shown) == Volatile.Normalise(answer),
                    $"{document}:{command.Line} shows\n{shown}\nbut the answer is\n{answer}");
            }
        }
    }

    [Fact]
    public void DocumentedCommand_BlocksOfADocument_AreTakenWithTheirPreparation()
    {
        const string markdown = "a\n```sh\n./run\n```\n```sh\nKEY=x\n```\nb\n```sh\ncurl $KEY\n```\n```json\n{}\n```\n";
        var command = Assert.Single(DocumentedCommands.In(markdown));
        Assert.Equal("KEY=x\ncurl $KEY\n", command.Script);
        Assert.Equal("{}\n", command.Answer);
        Assert.Equal(9, command.Line);
    }

    [Theory]
    [InlineData("""{"at":"2026-11-20T08:30:00Z"}""", """{ "at": "2027-01-01T00:00:00.123456Z" }""", true)]
    [InlineData("""{"amount":5}""", """{"amount":6}""", false)]
    [InlineData("""{"next":null}""", """{"next":"MTY3NzcyMTYwLjA"}""", false)]
    public void Volatile_TwoAnswers_DifferOnlyInWhatMatters(string x, string y, bool same) =>
        Assert.Equal(same, Volatile.Normalise(x) == Volatile.Normalise(y));

    private static async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { "-euo", "pipefail", "-c", script },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var bash = Process.Start(start)!;
        var errors = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(bash.ExitCode == 0, $"{script}\nended with {bash.ExitCode}: {await errors}");
        return output;
    }
}
