using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Access;

/// <summary>
/// Plain requests with an activity take a short way, before routing; an id that needs decoding takes the long one. Both
/// come to the same, answer by answer.
/// </summary>
public sealed class ShortcutTests(SharedServer server)
{
    public static TheoryData<string, string, string?> Requests => new()
    {
        { "an activity", Bodies.Quiz("q1", "lin"), Keys.Admin },
        { "a repeat", Bodies.Quiz("q0", "lin"), Keys.Admin },
        { "another under the same id", Bodies.Quiz("q0", "lin", "article-8"), Keys.Admin },
        { "nothing earned", Bodies.Quiz("q2", "lin", correct: false), Keys.Admin },
        { "pending", Bodies.Comment("c1", "lin"), Keys.Admin },
        { "unknown type", """{"id":"x","member":"lin","type":"unheard-of"}""", Keys.Admin },
        { "no JSON", "{", Keys.Admin },
        { "a missing field", """{"id":"x","type":"quiz-answered"}""", Keys.Admin },
        { "no key", Bodies.Quiz("q3", "lin"), null },
        { "an unknown key", Bodies.Quiz("q3", "lin"), "rk_nobody_0123456789abcdefghijklmnopqrstuvwxyz" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Post_ShortAndLongWay_ComeToTheSame(string what, string body, string? key)
    {
        var quick = await server.OpenLikeAsync("ops-articles");
        var slow = await server.OpenLikeAsync("ops-articles");
        (await server.Api.PostActivityAsync(quick, Bodies.Quiz("q0", "lin"))).Expect(200);
        (await server.Api.PostActivityAsync(slow, Bodies.Quiz("q0", "lin"))).Expect(200);
        using var api = server.Api.With(key);

        var shortWay = await api.PostActivityAsync(quick, body);
        var longWay = await api.PostActivityAsync(slow.Replace("o", "%6F", StringComparison.Ordinal), body);

        Assert.Equal((what, shortWay.Status, shortWay.Type), (what, longWay.Status, longWay.Type));
        Assert.Equal(Comparable(shortWay, quick), Comparable(longWay, slow));
    }

    [Fact]
    public async Task Post_RevokedKey_IsRefusedOnAConnectionThatProvedIt()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var created = (await server.Api.PostAsync(
            "/v1/api-keys", $$"""{"actor":"app","scopes":["app"],"communities":["{{site}}"]}""")).Expect(201);
        using var api = server.Api.With(created["key"]);
        (await api.PostActivityAsync(site, Bodies.Quiz("q1", "lin"))).Expect(200);

        (await server.Api.DeleteAsync($"/v1/api-keys/{created["id"]}")).Expect(200);

        (await api.PostActivityAsync(site, Bodies.Quiz("q2", "lin"))).ExpectProblem("unauthenticated", 401);
    }

    private static string Comparable(Answer answer, string community)
    {
        var text = answer.Text.Replace(community, "COMMUNITY", StringComparison.Ordinal)
            .Replace(community.Replace("o", "%6F", StringComparison.Ordinal), "COMMUNITY", StringComparison.Ordinal);
        return System.Text.RegularExpressions.Regex.Replace(text, "\"traceId\":\"[^\"]*\"|T\\d\\d:[^\"]*Z", "");
    }
}
