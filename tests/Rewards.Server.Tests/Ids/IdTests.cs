using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Ids;

/// <summary>Ids are what the client made, character for character, in bodies and in addresses.</summary>
public sealed class IdTests(SharedServer server)
{
    private readonly Api api = server.Api;

    [Theory]
    [InlineData("a/b")]
    [InlineData("/")]
    [InlineData("a%2Fb")]
    [InlineData("%")]
    [InlineData("%25")]
    [InlineData("100%")]
    [InlineData("a?b=c&d")]
    [InlineData("a#b")]
    [InlineData("a b")]
    [InlineData(" ")]
    [InlineData("a+b")]
    [InlineData("a\\b")]
    [InlineData("a;b,c:d@e=f")]
    [InlineData("\"'<>&{}")]
    [InlineData("林·小羽")]
    [InlineData("🪶🪶")]
    [InlineData("👩‍🔬")]
    [InlineData("...")]
    [InlineData("activities")]
    [InlineData("\u00e9")]
    [InlineData("e\u0301")]
    [InlineData("\u200f\ufeff")]
    public async Task Id_OfAnyText_IsFoundAgainInAddresses(string id)
    {
        var site = await server.OpenLikeAsync("ops-articles");
        (await api.PostActivityAsync(site, Bodies.Comment(id, id))).Expect(200);
        var address = $"/v1/communities/{site}/members/{Uri.EscapeDataString(id)}";

        Assert.Equal(id, (await api.GetAsync(address)).Expect(200)["id"]);
        Assert.Equal(id, (await api.GetAsync(address + "/ledger")).Expect(200)["items.0.cause.activity"]);
        var activity = $"{address}/activities/{Uri.EscapeDataString(id)}";
        Assert.Equal(id, (await api.GetAsync(activity)).Expect(200)["id"]);
        var approved = (await api.PostAsync(activity + "/review", """{"decision":"approve"}""")).Expect(200);
        Assert.Equal("10", approved["balances.feathers.available"]);
        (await api.PostAsync(address + "/adjustments", """{"currency":"feathers","amount":1,"reason":"r"}""",
            idempotencyKey: "k"))
            .Expect(200);
        Assert.Equal("11", (await api.GetAsync(address))["balances.feathers.available"]);
    }

    [Fact]
    public async Task Ids_ThatLookTheSame_AreDifferent()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        string[] ids = ["caf\u00e9", "cafe\u0301", "Caf\u00e9", "a/b", "a%2Fb", "a%2fb", "a", "a ", "\uff41"];

        foreach (var id in ids)
        {
            Assert.Equal("false",
                (await api.PostActivityAsync(site, Bodies.Quiz(id, "lin", id))).Expect(200)["replayed"]);
            Assert.Equal("5",
                (await api.PostActivityAsync(site, Bodies.Quiz("q", id))).Expect(200)["balances.feathers.available"]);
        }

        Assert.Equal(5L * ids.Length,
            (await api.GetAsync($"/v1/communities/{site}/members/lin")).Number("balances.feathers.available"));
        foreach (var id in ids)
        {
            var activity = $"/v1/communities/{site}/members/lin/activities/{Uri.EscapeDataString(id)}";
            Assert.Equal((id, id),
                ((await api.GetAsync(activity)).Expect(200)["id"], (await api.GetAsync(activity))["subject"]));
        }
    }

    [Theory]
    [InlineData(128, 200)]
    [InlineData(129, 400)]
    public async Task Id_OfAsManyCharactersAsAllowed_IsTaken(int length, int status)
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var id = new string('羽', length);

        Assert.Equal(status, (await api.PostActivityAsync(site, Bodies.Quiz(id, id))).Status);

        var found = await api.GetAsync(
            $"/v1/communities/{site}/members/{Uri.EscapeDataString(id)}/activities/{Uri.EscapeDataString(id)}");
        Assert.Equal(status, found.Status);
        Assert.Equal(status == 200 ? null : "invalid-id", found.Problem);
    }

    [Theory]
    [InlineData("a%00b")]
    [InlineData("a%0Ab")]
    [InlineData("%C3")]
    [InlineData("%ED%A0%80")]
    [InlineData("a%zz")]
    public async Task Address_WithAnIdThatIsNone_IsRefused(string segment)
    {
        var answer = await RawHttp.SendAsync(api, "GET", $"/v1/communities/ops-articles/members/{segment}");
        Assert.True(answer.Status is 400 or 404, answer.Text);
    }
}
