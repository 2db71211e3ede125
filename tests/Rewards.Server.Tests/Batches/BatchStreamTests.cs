using System.Globalization;
using System.Text;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Batches;

/// <summary>A batch while it is being sent, and one that is never sent to its end.</summary>
public sealed class BatchStreamTests(SharedServer server)
{
    private const string Chunked = "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n";
    private readonly Api api = server.Api;

    [Fact]
    public async Task Batch_SentLineByLine_EachResultComesBeforeTheNextLineIsSent()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        using var raw = await BeginAsync(site, Chunked);

        for (var i = 0; i < 5; i++)
        {
            await raw.WriteAsync(Chunk(Bodies.Quiz($"q{i}", "lin", $"article-{i}") + "\n"));
            Assert.Contains(
                $"\"available\":{5 * (i + 1)}", await raw.ReadUntilAsync($"\"id\":\"q{i}\""), StringComparison.Ordinal);
        }

        await raw.WriteAsync(Encoding.ASCII.GetBytes("0\r\n\r\n"));
        await raw.ReadUntilAsync("0\r\n\r\n");
    }

    [Fact]
    public async Task Batch_LinesCutByChunks_ArePutTogether()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        using var raw = await BeginAsync(site, Chunked);
        var bytes = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(0, 20).Select(i => Bodies.Comment($"评论-{i}", "林", "写得好🪶") + "\n")));

        foreach (var part in bytes.Chunk(7))
        {
            await raw.WriteAsync(Chunk(part));
        }

        await raw.WriteAsync(Encoding.ASCII.GetBytes("0\r\n\r\n"));
        await raw.ReadUntilAsync("评论-19");
        var member = await api.GetAsync($"/v1/communities/{site}/members/{Uri.EscapeDataString("林")}");
        Assert.Equal("200", member.Expect(200)["balances.feathers.pending"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Batch_ConnectionBrokenOff_TakesWholeLinesOnly(bool chunked)
    {
        var site = await server.OpenLikeAsync("ops-articles");
        var sent = Encoding.UTF8.GetBytes(
            Bodies.Quiz("q1", "lin") + "\n" + Bodies.Quiz("q2", "mei") + "\n" + Bodies.Quiz("q3", "wang"));
        using (var raw = await BeginAsync(
            site,
            chunked ? Chunked : $"Content-Type: application/x-ndjson\r\nContent-Length: {sent.Length + 1_000}\r\n"))
        {
            await raw.WriteAsync(chunked ? Chunk(sent) : sent);
            await raw.ReadUntilAsync("\"id\":\"q2\"");
        }

        var totals = await Totals.UntilAsync(api, site, it => it["totals.feathers.issued"] == "10");
        Assert.Equal("10", totals["totals.feathers.issued"]);
        (await api.GetAsync($"/v1/communities/{site}/members/wang")).ExpectProblem("unknown-member", 404);
    }

    [Fact]
    public async Task Batch_BrokenOff_AnswersTheWholeLinesAndSaysSoInTheLast()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        using var raw = await BeginAsync(site, Chunked);
        await raw.WriteAsync(Chunk(Bodies.Quiz("q1", "lin") + "\n" + Bodies.Quiz("q2", "mei") + "\n"));
        await raw.ReadUntilAsync("\"id\":\"q2\"");
        await raw.WriteAsync(Chunk(Bodies.Quiz("q3", "wang")));
        await raw.WriteAsync(Encoding.ASCII.GetBytes("no chunk\r\n"));

        var end = await raw.ReadUntilAsync("\"linesTaken\":2}");

        Assert.Contains("/problems/batch-broken-off", end, StringComparison.Ordinal);
        (await api.GetAsync($"/v1/communities/{site}/members/wang")).ExpectProblem("unknown-member", 404);
    }

    [Fact]
    public async Task Batch_MoreThanFourMebibytesInChunks_BreaksOffAndSaysSo()
    {
        var site = await server.OpenLikeAsync("ops-articles");
        using var raw = await BeginAsync(site, Chunked);
        await raw.WriteAsync(Chunk(Bodies.Quiz("q1", "lin") + "\n"));
        await raw.ReadUntilAsync("\"id\":\"q1\"");
        var filler = Chunk(new string(' ', 64 * 1024));
        for (var sent = 0; sent < 4 * 1024 * 1024; sent += 64 * 1024)
        {
            await raw.WriteAsync(filler);
        }

        // The line without an end counts: it is answered as too long before the batch is.
        var end = await raw.ReadUntilAsync("\"linesTaken\":2}");
        Assert.Contains("/problems/line-too-long", end, StringComparison.Ordinal);
        Assert.Contains("/problems/batch-broken-off", end, StringComparison.Ordinal);
    }

    private static byte[] Chunk(string text) => Chunk(Encoding.UTF8.GetBytes(text));

    private static byte[] Chunk(byte[] bytes) =>
        [.. Encoding.ASCII.GetBytes(bytes.Length.ToString("X", CultureInfo.InvariantCulture) + "\r\n"), .. bytes, 13,
            10];

    private async Task<RawHttp> BeginAsync(string site, string headers)
    {
        var raw = await RawHttp.ConnectAsync(api);
        await raw.WriteHeadAsync("POST", $"/v1/communities/{site}/activities/batch", headers + "Connection: close\r\n");
        return raw;
    }
}
