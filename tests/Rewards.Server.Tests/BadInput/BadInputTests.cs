using System.Text;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.BadInput;

/// <summary>Bad input has its own problem type and changes nothing.</summary>
public sealed class BadInputTests(SharedServer server)
{
    private const string Site = "ops-articles";
    private readonly Api api = server.Api;

    public static TheoryData<string> ActivityBodies => [.. BadBody.OfActivities().Select(bad => bad.Name)];

    [Theory]
    [MemberData(nameof(ActivityBodies))]
    public async Task Activity_BadBody_IsRefusedAndChangesNothing(string name)
    {
        var bad = BadBody.OfActivities().Single(one => one.Name == name);
        var site = await server.OpenLikeAsync(Site);
        (await api.PostActivityAsync(site, Bodies.Quiz("q0", "lin"))).Expect(200);
        var before = await StateAsync(site);

        var answer = await api.PostAsync($"/v1/communities/{site}/activities", bad.Body);

        answer.ExpectProblem(bad.Code, ProblemCatalogueStatus(bad.Code));
        Assert.Equal(bad.Field, bad.Field is null ? null : answer["field"]);
        Assert.False(string.IsNullOrWhiteSpace(answer["detail"]));
        Assert.Equal(before, await StateAsync(site));
    }

    [Fact]
    public async Task Batch_BadLines_FailAloneAndTheRestIsTaken()
    {
        var site = await server.OpenLikeAsync(Site);
        var bad = BadBody.OfActivities()
            .Where(one => one.Body.Length > 0 && !one.Body.Contains((byte)'\n')).ToArray();
        var lines = new List<byte>();
        for (var i = 0; i < bad.Length; i++)
        {
            lines.AddRange([.. bad[i].Body, (byte)'\n']);
            lines.AddRange(Encoding.UTF8.GetBytes(Bodies.Quiz($"good-{i}", "lin", $"article-{i}") + "\n"));
        }

        var answer = await api.PostAsync(
            $"/v1/communities/{site}/activities/batch", [.. lines], "application/x-ndjson");

        var results = Api.LinesOf(answer.Expect(200)).ToArray();
        Assert.Equal(2 * bad.Length, results.Length);
        for (var i = 0; i < bad.Length; i++)
        {
            Assert.Equal((bad[i].Name, bad[i].Code), (bad[i].Name, results[2 * i].Problem));
            Assert.Equal(2 * i + 1, results[2 * i].Number("line"));
            Assert.Equal(($"good-{i}", "5"), (results[2 * i + 1]["id"], results[2 * i + 1]["awards.0.amount"]));
        }
    }

    [Theory]
    [InlineData("5.0", "wrong-type", 400)]
    [InlineData("\"5\"", "wrong-type", 400)]
    [InlineData("5e0", "wrong-type", 400)]
    [InlineData("null", "wrong-type", 400)]
    [InlineData("9223372036854775808", "number-out-of-range", 400)]
    [InlineData("1000000000001", "amount-out-of-range", 422)]
    [InlineData("-9223372036854775808", "amount-out-of-range", 422)]
    [InlineData("0", "amount-out-of-range", 422)]
    public async Task Adjustment_BadAmount_IsRefusedAndChangesNothing(string amount, string code, int status)
    {
        var site = await server.OpenLikeAsync(Site);
        (await api.PostActivityAsync(site, Bodies.Quiz("q0", "lin"))).Expect(200);
        var before = await StateAsync(site);

        var body = $$"""{"currency":"feathers","amount":{{amount}},"reason":"because"}""";
        (await api.PostAsync($"/v1/communities/{site}/members/lin/adjustments", body, idempotencyKey: "k"))
            .ExpectProblem(code, status);

        Assert.Equal(before, await StateAsync(site));
    }

    [Theory]
    [InlineData("5.0", "fact-type")]
    [InlineData("\"5\"", "fact-type")]
    [InlineData("true", "fact-type")]
    public async Task Activity_NotAnIntegerWhereOneIsDeclared_IsRefused(string messages, string code)
    {
        var body = $$$"""
            {"id":"d1","member":"nobody","type":"discussion-joined","subject":"d",
             "facts":{"messages":{{{messages}}}}}
            """;

        var answer = await api.PostActivityAsync("research-services", body);

        Assert.Equal(("messages", "integer"), (answer.ExpectProblem(code, 422)["fact"], answer["expected"]));
        (await api.GetAsync("/v1/communities/research-services/members/nobody")).ExpectProblem("unknown-member", 404);
    }

    /// <summary>Numbers that differ are never taken for the same, and the same ones never for others.</summary>
    [Theory]
    [InlineData("1e-27", "1.0e-27", true)]
    [InlineData("25e-3", "0.025", true)]
    [InlineData("1e-28", "2e-28", false)]
    [InlineData("1e-28", "0.0", false)]
    public async Task Repeat_WithADecimalWrittenOtherwise_IsTheSameOnlyIfTheNumberIs(
        string told, string repeated, bool same)
    {
        var site = await server.OpenLikeAsync(Site);
        (await api.PostActivityAsync(site, Told(told))).Expect(200);

        var again = await api.PostActivityAsync(site, Told(repeated));

        Assert.Equal((same ? 200 : 409, same ? "true" : null), (again.Status, again["replayed"]));

        static string Told(string number) =>
            $$$"""{"id":"n","member":"lin","type":"quiz-answered","subject":"s","facts":{"x":{{{number}}}}}""";
    }

    [Fact]
    public async Task Balance_BeyondTheLargestExactNumber_IsRefusedAndChangesNothing()
    {
        var site = await server.OpenLikeAsync(Site);
        var address = $"/v1/communities/{site}/members/rich/adjustments";
        var body = """{"currency":"feathers","amount":1000000000000,"reason":"a million millions"}""";
        const int fits = 9_007; // 2^53 − 1 holds that many millions of millions
        var manyAtOnce = new ParallelOptions { MaxDegreeOfParallelism = 64 };
        await Parallel.ForEachAsync(Enumerable.Range(0, fits), manyAtOnce, async (i, _) =>
            (await api.PostAsync(address, body, idempotencyKey: $"k{i}")).Expect(200));
        var before = await api.GetAsync($"/v1/communities/{site}/members/rich");

        (await api.PostAsync(address, body, idempotencyKey: "one-more")).ExpectProblem("amount-out-of-range", 422);

        Assert.Equal("9007000000000000", before["balances.feathers.available"]);
        Assert.Equal(before.Text, (await api.GetAsync($"/v1/communities/{site}/members/rich")).Text);
    }

    [Fact]
    public async Task Activity_OfUnknownCommunity_IsRefused()
    {
        var answer = await api.PostActivityAsync("no-such-community", Bodies.Quiz("q", "lin"));
        Assert.Equal("no-such-community", answer.ExpectProblem("unknown-community", 404)["community"]);
    }

    [Theory]
    [InlineData("/members/lin")]
    [InlineData("/members/lin/ledger")]
    [InlineData("/members/lin/activities/a")]
    [InlineData("/totals")]
    [InlineData("/rules")]
    [InlineData("/rules/1")]
    [InlineData("")]
    public async Task Reading_OfUnknownCommunity_IsRefused(string address) =>
        (await api.GetAsync("/v1/communities/no-such-community" + address)).ExpectProblem("unknown-community", 404);

    [Theory]
    [InlineData("")]
    [InlineData("/ledger")]
    public async Task Reading_OfUnknownMember_IsRefused(string address) =>
        (await api.GetAsync($"/v1/communities/{Site}/members/no-such-member{address}"))
            .ExpectProblem("unknown-member", 404);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/jsonp")]
    [InlineData("")]
    public async Task Activity_OfOtherContentType_IsRefused(string type)
    {
        var answer = await api.PostAsync($"/v1/communities/{Site}/activities", Bodies.Quiz("q", "lin"), type);
        Assert.Equal("application/json", answer.ExpectProblem("unsupported-media-type", 415)["expected"]);
    }

    [Fact]
    public async Task Activity_OfTenMegabytes_IsRefused()
    {
        var site = await server.OpenLikeAsync(Site);
        foreach (var length in new[] { 64 * 1024 + 1, 10_000_000 })
        {
            using var raw = await RawHttp.ConnectAsync(api);
            await raw.WriteHeadAsync(
                "POST", $"/v1/communities/{site}/activities",
                    $"Content-Type: application/json\r\nContent-Length: {length}\r\n");
            var answer = await raw.ReadUntilAsync("limitBytes");
            Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
            Assert.Contains("/problems/body-too-large", answer, StringComparison.Ordinal);
        }

        (await api.GetAsync($"/v1/communities/{site}/members/lin")).ExpectProblem("unknown-member", 404);
    }

    [Fact]
    public async Task Activity_OfTenMegabytesInChunks_IsRefused()
    {
        using var raw = await RawHttp.ConnectAsync(api);
        await raw.WriteHeadAsync(
            "POST", $"/v1/communities/{Site}/activities",
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n");
        await raw.WriteAsync(Encoding.ASCII.GetBytes("11000\r\n" + new string(' ', 0x11000) + "\r\n"));
        Assert.Contains("/problems/body-too-large", await raw.ReadUntilAsync("limitBytes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_BadBody_LeavesTheConnectionOpen()
    {
        using var raw = await RawHttp.ConnectAsync(api);
        foreach (var body in new[] { "{}", "[", """{"id":7}""", Bodies.Quiz("q", "lin") })
        {
            await raw.WriteHeadAsync(
                "POST",
                "/v1/communities/company-lantern/activities",
                $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
            await raw.WriteAsync(Encoding.UTF8.GetBytes(body));
            Assert.DoesNotContain("Connection: close", await raw.ReadUntilAsync("}"), StringComparison.Ordinal);
        }
    }

    private static int ProblemCatalogueStatus(string code) => Server.Http.ProblemCatalogue.ByCode[code].Status;

    /// <summary>Everything that a bad request could have changed.</summary>
    private async Task<string> StateAsync(string site)
    {
        var totals = await Totals.UntilAsync(api, site, it => it["totals.feathers.outstanding"] == "5");
        return string.Join(
            '\n',
            (await api.GetAsync($"/v1/communities/{site}/members/lin")).Text,
            (await api.GetAsync($"/v1/communities/{site}/members/lin/ledger")).Text,
            (await api.GetAsync($"/v1/communities/{site}/members/lin/activities/a")).Status,
            totals.At("totals")!.ToJsonString());
    }
}
