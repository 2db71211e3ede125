using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Ledger;

/// <summary>A member's postings newest first, page by page.</summary>
public sealed class LedgerPagingTests(SharedServer server)
{
    private readonly Api api = server.Api;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(200)]
    public async Task Ledger_PageByPage_IsTheWholeInOneOrder(int limit)
    {
        var site = await SiteAsync();
        var whole = await PagesAsync($"/v1/communities/{site}/members/lin/ledger?limit=200");

        var paged = await PagesAsync($"/v1/communities/{site}/members/lin/ledger?limit={limit}");

        Assert.Equal(12 + (2 * 2) + 1 + 1 + 1, whole.Count);
        Assert.Equal(whole, paged);
        Assert.Equal(whole.Distinct(), whole);
    }

    [Fact]
    public async Task Ledger_ByCurrencyAndCause_ShowsTheseOnly()
    {
        var site = await SiteAsync();
        var address = $"/v1/communities/{site}/members/lin/ledger";

        Assert.Equal(17, (await PagesAsync($"{address}?limit=3&cause=award")).Count);
        Assert.Equal(2, (await PagesAsync($"{address}?limit=1&currency=medals")).Count);
        Assert.Equal(2, (await PagesAsync($"{address}?limit=1&currency=medals&cause=award")).Count);
        Assert.Single(await PagesAsync($"{address}?cause=adjustment"));
        Assert.Single(await PagesAsync($"{address}?limit=1&cause=approval&currency=feathers"));
        Assert.Empty(await PagesAsync($"{address}?cause=expiry"));
        Assert.Empty(await PagesAsync($"{address}?currency=stars"));
    }

    [Fact]
    public async Task Ledger_WhileTheMemberEarns_KeepsItsPlace()
    {
        var site = await SiteAsync();
        var address = $"/v1/communities/{site}/members/lin/ledger";
        var whole = await PagesAsync(address);
        var first = (await api.GetAsync($"{address}?limit=4")).Expect(200);
        (await api.PostActivityAsync(site, Bodies.Quiz("later", "lin", "another"))).Expect(200);

        var rest = await PagesAsync($"{address}?limit=4&after={first["next"]}");

        Assert.Equal(whole.Skip(4), rest);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=-1")]
    [InlineData("limit=abc")]
    [InlineData("limit=1.0")]
    [InlineData("limit=")]
    [InlineData("limit=1&limit=2")]
    [InlineData("cause=gift")]
    [InlineData("cause=")]
    [InlineData("offset=3")]
    [InlineData("Limit=3")]
    public async Task Ledger_BadQuery_IsRefusedAndTheParameterNamed(string query)
    {
        var site = await SiteAsync();
        var answer = await api.GetAsync($"/v1/communities/{site}/members/lin/ledger?{query}");
        Assert.Equal(query.Split('=')[0], answer.ExpectProblem("invalid-query", 400)["parameter"]);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("%20")]
    [InlineData("MTAwMDAwMDAwMC4w")] // 1000000000.0
    [InlineData("MC4w")] // 0.0
    [InlineData("LTEuMA")] // -1.0
    [InlineData("OTIyMzM3MjAzNjg1NDc3NTgwNy4w")] // 9223372036854775807.0
    [InlineData("MS4yMTQ3NDgzNjQ3")] // 1.2147483647
    public async Task Ledger_BadCursor_IsRefused(string cursor)
    {
        var site = await SiteAsync();
        (await api.GetAsync($"/v1/communities/{site}/members/lin/ledger?after={cursor}"))
            .ExpectProblem("invalid-cursor", 400);
    }

    [Fact]
    public async Task Ledger_CursorOfAnotherMember_IsRefused()
    {
        var site = await SiteAsync();
        (await api.PostActivityAsync(site, Bodies.Quiz("q", "mei"))).Expect(200);
        var first = (await api.GetAsync($"/v1/communities/{site}/members/lin/ledger?limit=4")).Expect(200);

        (await api.GetAsync($"/v1/communities/{site}/members/mei/ledger?after={first["next"]}"))
            .ExpectProblem("invalid-cursor", 400);
    }

    /// <summary>Twelve quizzes, one comment that was approved, two of two currencies, one adjustment.</summary>
    private async Task<string> SiteAsync()
    {
        var site = await server.OpenLikeAsync("ops-articles", programme =>
        {
            programme["currencies"]!["medals"] = programme["currencies"]!["feathers"]!.DeepClone();
            programme["rules"]![1]!["give"]!["medals"] = 1;
        });
        var lines = Enumerable.Range(0, 12).Select(i => Bodies.Quiz($"q{i}", "lin", $"article-{i}"))
            .Append(Bodies.Recommendation("r1", "lin", "mei"))
            .Append(Bodies.Recommendation("r2", "lin", "wang"));
        Assert.All(await api.PostBatchAsync(site, string.Join('\n', lines)), line => Assert.Null(line.Problem));
        var lin = $"/v1/communities/{site}/members/lin";
        (await api.PostAsync(
            $"{lin}/adjustments", """{"currency":"feathers","amount":-3,"reason":"r"}""",
                idempotencyKey: "k")).Expect(200);
        (await api.PostActivityAsync(site, Bodies.Comment("c", "lin"))).Expect(200);
        (await api.PostAsync($"{lin}/activities/c/review", """{"decision":"approve"}""")).Expect(200);
        return site;
    }

    private async Task<List<string>> PagesAsync(string address)
    {
        var entries = new List<string>();
        string? after = null;
        do
        {
            var mark = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var next = after is null ? address : $"{address.Split("&after=")[0]}{mark}after={after}";
            var page = (await api.GetAsync(next)).Expect(200);
            entries.AddRange(Enumerable.Range(0,
                page.Count("items")).Select(i => page.At($"items.{i}")!.ToJsonString()));
            after = page["next"];
        }
        while (after is not null);
        return entries;
    }
}
