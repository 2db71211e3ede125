using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Access;

/// <summary>
/// The community that a key is checked for is the community that is acted on, however the address is spelled.
/// </summary>
public sealed class AddressTests(SharedServer server)
{
    [Theory]
    [InlineData("/v1/communities/{0}/../{1}/activities")]
    [InlineData("/v1/communities/{0}/%2e%2e/{1}/activities")]
    [InlineData("/v1/communities/{0}/%2E./{1}/activities")]
    [InlineData("/v1/communities/{0}/members/x/../../../{1}/activities")]
    [InlineData("/v1/communities/{0}/./../{1}/activities")]
    [InlineData("http://127.0.0.1/{0}/../v1/communities/{1}/activities")]
    public async Task Post_ThroughDotSegments_DoesNotReachAnotherCommunity(string address)
    {
        var others = await server.OpenLikeAsync("ops-articles");
        var mine = await server.OpenLikeAsync("ops-articles");
        var key = await KeyRing.CreateAsync(server.Api, """["app"]""", $"""["{mine}"]""");
        var path = string.Format(System.Globalization.CultureInfo.InvariantCulture, address, others, mine);

        using var raw = await RawHttp.ConnectAsync(server.Api);
        var body = Bodies.Quiz("q", "lin");
        await raw.WriteHeadAsync(
            "POST", path, $"Content-Type: application/json\r\nConnection: close\r\nContent-Length: {body.Length}\r\n",
                key);
        await raw.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
        var answer = await raw.ReadToEndAsync();

        Assert.True(answer.Status is >= 400 and < 500, answer.Text);
        (await server.Api.GetAsync($"/v1/communities/{others}/members/lin")).ExpectProblem("unknown-member", 404);
    }

    [Fact]
    public async Task Post_PercentEncodedCommunity_IsCheckedAsItIsRead()
    {
        var mine = await server.OpenLikeAsync("ops-articles");
        var key = await KeyRing.CreateAsync(server.Api, """["app"]""", $"""["{mine}"]""");
        using var app = server.Api.With(key);

        var encoded = mine.Replace("o", "%6F", StringComparison.Ordinal);
        Assert.Equal("5",
            (await app.PostActivityAsync(encoded, Bodies.Quiz("q", "lin"))).Expect(200)["awards.0.amount"]);
        (await app.PostActivityAsync("%6Fps-articles", Bodies.Quiz("q", "lin"))).ExpectProblem("forbidden", 403);
    }
}
