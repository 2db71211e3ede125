using System.Globalization;
using System.Text.Json.Nodes;
using Rewards.Server.Tests.Running;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Rewards.Server.Tests.Running;

/// <summary>
/// One server for all tests that need nothing special of it, with the three example communities. A test that counts
/// opens a community of its own.
/// </summary>
public sealed class SharedServer : IAsyncLifetime
{
    private readonly ServerSetup setup = new ServerSetup().WithExamples();
    private RewardsServer? server;
    private int opened;

    internal Api Api => server!.Api;

    public async ValueTask InitializeAsync() => server = await RewardsServer.StartAsync(setup);

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        setup.Dispose();
    }

    /// <summary>Opens a community with the programme of another, changed where wanted.</summary>
    internal async Task<string> OpenLikeAsync(string example, Action<JsonObject>? change = null)
    {
        var number = Interlocked.Increment(ref opened).ToString(CultureInfo.InvariantCulture);
        var name = $"{example}-{number}";
        var programme = await ProgrammeOfAsync(example);
        programme["community"] = name;
        change?.Invoke(programme);
        (await Api.PostAsync($"/v1/communities/{name}/rules?basedOn=0", programme.ToJsonString())).Expect(201);
        return name;
    }

    /// <summary>As its file tells it: rules and contribution model together.</summary>
    internal async Task<JsonObject> ProgrammeOfAsync(string community)
    {
        var published = await Api.GetAsync($"/v1/communities/{community}/rules/1");
        var programme = (JsonObject)published.Expect(200).At("programme")!.DeepClone();
        var model = await Api.GetAsync($"/v1/communities/{community}/contribution-models/1");
        if (model.Status == 200)
        {
            programme["contribution"] = model.At("model")!["contribution"]!.DeepClone();
        }

        return programme;
    }
}
