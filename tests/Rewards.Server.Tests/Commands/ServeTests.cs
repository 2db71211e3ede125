using System.Text.Json.Nodes;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Commands;

/// <summary>How a server stops, and what it writes meanwhile.</summary>
public sealed class ServeTests
{
    [Fact]
    public async Task Stop_WithADrain_IsNotReadyButServesUntilItIsOver()
    {
        using var setup = new ServerSetup().WithExamples();
        setup.Arguments = ["--drain", "2"];
        await using var server = await RewardsServer.StartAsync(setup);

        var stopping = server.StopAsync();
        var ready = await server.Api.GetAsync("/health/ready");
        while (ready.Status == 200)
        {
            ready = await server.Api.GetAsync("/health/ready");
        }

        Assert.Equal("The server is stopping.", ready.Expect(503)["reason"]);
        (await server.Api.PostActivityAsync("ops-articles", Bodies.Quiz("q", "lin", "a", correct: true))).Expect(200);
        Assert.Equal(0, await stopping);
    }

    [Fact]
    public async Task Log_AsJson_IsOneObjectALine()
    {
        using var setup = new ServerSetup().WithExamples();
        setup.Arguments = ["--log", "json"];
        setup.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        await using var server = await RewardsServer.StartAsync(setup);
        await server.StopAsync();

        var lines = server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 3, server.Output);
        Assert.All(lines, line =>
        {
            var entry = JsonNode.Parse(line)!;
            Assert.NotNull(entry["LogLevel"]);
            Assert.EndsWith("Z", entry["Timestamp"]!.GetValue<string>(), StringComparison.Ordinal);
        });
        Assert.Contains(lines, line => (string?)JsonNode.Parse(line)!["State"]?["Community"] == "ops-articles");
    }
}
