using System.Globalization;
using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Servers;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Runs;

/// <summary>The ceiling: the same bytes in, a real answer's bytes out, nothing decided, nothing stored.</summary>
public sealed class EchoContender : IContender
{
    private readonly RunOptions options;
    private readonly HttpServer server;

    private EchoContender(RunOptions options, HttpServer server)
    {
        this.options = options;
        this.server = server;
    }

    public string Name => "echo";

    /// <param name="options">Of the run.</param>
    /// <param name="answerFile">A real answer to repeat; null for an example of its size class.</param>
    public static async Task<EchoContender> StartAsync(RunOptions options, string? answerFile)
    {
        var port = LocalPort.Free();
        List<string> arguments =
        [
            typeof(EchoContender).Assembly.Location, "echo", "--port", port.ToString(CultureInfo.InvariantCulture),
        ];
        if (answerFile is not null)
            arguments.AddRange(["--answer", answerFile]);
        return new EchoContender(options, await HttpServer.StartAsync(port, arguments));
    }

    public async Task<Round> PlayAsync(int number, TimeSpan warmUp, TimeSpan measured)
    {
        var report = await GeneratorProcess.RunAsync(new GeneratorOptions(
            new RequestTarget("127.0.0.1", server.Port, "none"), RunId.Of(number), number, options.Connections,
            options.Lanes, options.Scenario.LinesPerRequest, warmUp, measured, server.Pid, Checked: false, null));
        return Rounds.From(report);
    }

    public Task<Verdict> FinishAsync() => Task.FromResult(Verdict.Nothing);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
