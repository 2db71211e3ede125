using System.Globalization;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Batches;

/// <summary>One activity a line in, one result a line out.</summary>
public sealed class BatchTests(SharedServer server)
{
    private const int LinesMax = 1_000;
    private readonly Api api = server.Api;

    [Fact]
    public async Task Batch_AThousandLines_ResultsInTheirOrder()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var lines = Enumerable.Range(0, LinesMax).Select(i => Bodies.Quiz($"q{i}", $"member-{i % 7}", $"article-{i}"));

        var results = await api.PostBatchAsync(site, string.Join('\n', lines) + "\n");

        Assert.Equal(Enumerable.Range(0, LinesMax).Select(i => $"q{i}"), results.Select(result => result["id"]));
        Assert.All(results, result => Assert.Equal("5", result["awards.0.amount"]));
        var totals = await Totals.UntilAsync(api, site, it => it["totals.feathers.issued"] == "5000");
        Assert.Equal("5000", totals["totals.feathers.issued"]);
    }

    [Fact]
    public async Task Batch_LinesOfOneMember_ApplyInOrder()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var lines = Enumerable.Range(0, 300)
            .Select(i => Bodies.Share($"s{i}", $"member-{i % 3}", $"article-{i % 2}"));

        var results = await api.PostBatchAsync(site, string.Join('\n', lines));

        // Three members with two articles each: the first three shares of each pair earn, and the balance grows by 5.
        var balances = new Dictionary<string, long>();
        for (var i = 0; i < results.Length; i++)
        {
            var earns = i / 6 < 3;
            var member = $"member-{i % 3}";
            balances[member] = balances.GetValueOrDefault(member) + (earns ? 5 : 0);
            Assert.Equal((i, earns ? 1 : 0), (i, results[i].Count("awards")));
            Assert.Equal(balances[member], results[i].Number("balances.feathers.available"));
        }
    }

    [Fact]
    public async Task Batch_SameIdTwice_IsAReplayAndAConflictInTheirPlaces()
    {
        var site = await server.OpenLikeAsync("ops-articles");

        var results = await api.PostBatchAsync(
            site,
                string.Join('\n', Bodies.Quiz("q", "lin"), Bodies.Quiz("q", "lin"), Bodies.Quiz("q", "lin", "other")));

        Assert.Equal(("false", "true", "id-conflict"),
            (results[0]["replayed"], results[1]["replayed"], results[2].Problem));
        Assert.Equal(("3", "q", "409"), (results[2]["line"], results[2]["id"], results[2]["status"]));
    }

    [Theory]
    [InlineData("\n", true)]
    [InlineData("\n", false)]
    [InlineData("\r\n", true)]
    [InlineData("\r\n", false)]
    public async Task Batch_LineEnds_AreTakenAsTheyCome(string end, bool last)
    {
        var site = await server.OpenLikeAsync("ops-articles");

        var results = await api.PostBatchAsync(
            site, Bodies.Quiz("q1", "lin") + end + Bodies.Quiz("q2", "mei") + (last ? end : ""));

        Assert.Equal(["q1", "q2"], results.Select(result => result["id"]));
        Assert.All(results, result => Assert.Equal("5", result["awards.0.amount"]));
    }

    [Fact]
    public async Task Batch_EmptyLines_FailAlone()
    {
        var site = await server.OpenLikeAsync("ops-articles");

        var results = await api.PostBatchAsync(
            site, $"\n{Bodies.Quiz("q1", "lin")}\n\r\n  \n{Bodies.Quiz("q2", "mei")}\n");

        Assert.Equal(
            ["invalid-json", null, "invalid-json", "invalid-json", null], results.Select(result => result.Problem));
        Assert.Equal(["1", null, "3", "4", null], results.Select(result => result["line"]));
    }

    [Fact]
    public async Task Batch_OfNothing_AnswersNothing() =>
        Assert.Empty(await api.PostBatchAsync("ops-articles", ""));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Batch_OneLineTooMany_TakesTheFirstThousandAndSaysSo(bool lastNewline)
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var lines = Enumerable.Range(0, LinesMax + 1).Select(i => Bodies.Quiz($"q{i}", "lin", $"article-{i}"));

        var results = await api.PostBatchAsync(site, string.Join('\n', lines) + (lastNewline ? "\n" : ""));

        Assert.Equal(LinesMax + 1, results.Length);
        Assert.All(results.Take(LinesMax), result => Assert.Equal("5", result["awards.0.amount"]));
        Assert.Equal(("too-many-lines", "1000"), (results[LinesMax].Problem, results[LinesMax]["linesTaken"]));
        (await api.GetAsync($"/v1/communities/{site}/members/lin/activities/q1000"))
            .ExpectProblem("unknown-activity", 404);
    }

    [Fact]
    public async Task Batch_LongLine_FailsAlone()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var longest = Bodies.Quiz("q1", "lin");
        longest += new string(' ', (64 * 1024) - longest.Length);

        var tooLong = Bodies.Quiz("q2", "lin", "article-8") + new string(' ', 64 * 1024);
        var results = await api.PostBatchAsync(site, $"{longest}\n{tooLong}\n{Bodies.Quiz("q3", "mei")}");

        Assert.Equal([null, "line-too-long", null], results.Select(result => result.Problem));
        Assert.Equal((64 * 1024).ToString(CultureInfo.InvariantCulture), results[1]["limitBytes"]);
    }

    [Fact]
    public async Task Batch_LineOfMegabytes_IsAnsweredByItsBeginningAndTheNextOnesAreTaken()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var megabyte = new string('x', 1024 * 1024);

        var results = await api.PostBatchAsync(
            site, $"{megabyte}\n{Bodies.Quiz("q1", "lin")}\n{megabyte}\n{megabyte}");

        Assert.Equal(
            ["line-too-long", null, "line-too-long", "line-too-long"], results.Select(result => result.Problem));
    }

    [Fact]
    public async Task Batch_LargerThanFourMebibytes_IsRefusedWhole()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        using var raw = await RawHttp.ConnectAsync(api);
        await raw.WriteHeadAsync(
            "POST",
            $"/v1/communities/{site}/activities/batch",
            $"Content-Type: application/x-ndjson\r\nContent-Length: {(4 * 1024 * 1024) + 1}\r\n");

        var answer = await raw.ReadUntilAsync("limitBytes");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("/problems/body-too-large", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_OfOtherContentType_IsRefused() =>
        (await api.PostAsync("/v1/communities/ops-articles/activities/batch", Bodies.Quiz("q", "lin")))
        .ExpectProblem("unsupported-media-type", 415);

    [Fact]
    public async Task Batch_OfUnknownCommunity_SaysSoOnEachLine()
    {
        var results =
            await api.PostBatchAsync("no-such-community", Bodies.Quiz("q1", "lin") + "\n" + Bodies.Quiz("q2", "lin"));
        Assert.Equal(["unknown-community", "unknown-community"], results.Select(result => result.Problem));
    }
}
