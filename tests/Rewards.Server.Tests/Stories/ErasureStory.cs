using System.Text;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>A member asks for what is personal to be erased: texts go, and what was decided stays.</summary>
public sealed class ErasureStory
{
    private const string Site = "/v1/communities/ops-articles";
    private const string Lin = Site + "/members/lin";
    private const string First = "The first text, which tells a name.";
    private const string Second = "The second text, about a street.";
    private const string Reason = "A reason that tells an illness.";

    [Fact]
    public async Task Erase_AnActivityThenTheMember_LeavesEverythingElse()
    {
        using var setup = new ServerSetup().WithExamples();
        var server = await RewardsServer.StartAsync(setup);
        try
        {
            await TellAsync(server.Api);
            Assert.Equal("1", (await server.Api.DeleteAsync($"{Lin}/activities/c1/personal")).Expect(200)["erased"]);
            Assert.Equal("0", (await server.Api.DeleteAsync($"{Lin}/activities/c1/personal")).Expect(200)["erased"]);
            await AssertAsync(server.Api, firstIsThere: false, othersAreThere: true);

            // The second comment and the reason of its approval.
            Assert.Equal("2", (await server.Api.DeleteAsync($"{Lin}/personal")).Expect(200)["erased"]);
            Assert.Equal("0", (await server.Api.DeleteAsync($"{Lin}/personal")).Expect(200)["erased"]);
            await AssertAsync(server.Api, firstIsThere: false, othersAreThere: false);

            // Not the texts, but the ids are remembered.
            var again = await server.Api.PostActivityAsync("ops-articles", Bodies.Comment("c1", "lin", First));
            Assert.Equal("true", again.Expect(200)["replayed"]);
            (await server.Api.DeleteAsync($"{Site}/members/nobody/personal")).ExpectProblem("unknown-member", 404);
            (await server.Api.DeleteAsync($"{Lin}/activities/c9/personal")).ExpectProblem("unknown-activity", 404);
            Assert.Equal(0, await server.StopAsync());
            AssertNowhereOnDisk(setup, First, Second, Reason);
        }
        finally
        {
            await server.DisposeAsync();
        }

        await using var after = await RewardsServer.StartAsync(setup);
        await AssertAsync(after.Api, firstIsThere: false, othersAreThere: false);
        (await after.Api.PostActivityAsync("ops-articles", Bodies.Quiz("q", "lin"))).Expect(200);
    }

    private static async Task TellAsync(Api api)
    {
        (await api.PostActivityAsync("ops-articles", Bodies.Comment("c1", "lin", First))).Expect(200);
        (await api.PostActivityAsync("ops-articles", Bodies.Comment("c2", "lin", Second))).Expect(200);
        var review = $$"""{"decision":"approve","reason":"{{Reason}}"}""";
        (await api.PostAsync($"{Lin}/activities/c2/review", review)).Expect(200);
        await AssertAsync(api, firstIsThere: true, othersAreThere: true);
    }

    private static async Task AssertAsync(Api api, bool firstIsThere, bool othersAreThere)
    {
        var first = (await api.GetAsync($"{Lin}/activities/c1")).Expect(200);
        var second = (await api.GetAsync($"{Lin}/activities/c2")).Expect(200);
        var ledger = (await api.GetAsync($"{Lin}/ledger?cause=approval")).Expect(200);

        Assert.Equal(firstIsThere, first.Text.Contains(First, StringComparison.Ordinal));
        Assert.Equal(othersAreThere, second.Text.Contains(Second, StringComparison.Ordinal));
        Assert.Equal(othersAreThere, ledger.Text.Contains(Reason, StringComparison.Ordinal));
        Assert.Equal(("10", "comment"), (second["awards.0.amount"], second["awards.0.rule"]));
        Assert.Equal("approval", ledger["items.0.cause.kind"]);
        var member = (await api.GetAsync(Lin)).Expect(200);
        Assert.Equal("10", member["balances.feathers.pending"]);
    }

    /// <summary>Of a file; what a table service keeps of its own is not ours to see.</summary>
    private static void AssertNowhereOnDisk(ServerSetup setup, params string[] texts)
    {
        if (!File.Exists(setup.Database))
        {
            return;
        }

        foreach (var file in Directory.GetFiles(setup.Data))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.All(texts, text => Assert.True(
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) < 0, $"{file} still tells: {text}"));
        }
    }
}
