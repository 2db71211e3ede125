namespace Rewards.Journal.Tests.Conformance;

/// <summary>The feed, and projections over it.</summary>
public abstract partial class JournalConformance
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Feed_PageByPage_SkipsNoneAndKeepsEachStreamsOrder(int pageSize)
    {
        var scribes = Enumerable.Range(0, 10).Select(i => Scribe.OfMember($"m{i}")).ToArray();
        var pending = Enumerable.Range(0, 20)
            .SelectMany(_ => scribes.Select(s => Journal.AppendAsync(s.Next()).AsTask())).ToList();
        await Task.WhenAll(pending);

        var feed = await WholeFeed(pageSize);

        Assert.Equal(200, feed.Count);
        foreach (var stream in feed.GroupBy(r => r.Stream))
        {
            Assert.Equal(Enumerable.Range(1, 20).Select(v => (long)v), stream.Select(r => r.Version));
        }
    }

    [Fact]
    public async Task Feed_ResumedWithinOneCommit_GoesOnWithTheNextRecord()
    {
        var scribe = Scribe.OfMember("m");
        var pending = Enumerable.Range(1, 50).Select(i => Journal.AppendAsync(scribe.Next($"{i}")).AsTask()).ToList();
        await Task.WhenAll(pending);
        var first = await Journal.ReadFeedAsync(FeedCursor.Beginning, 13, Cancellation);

        await backend.ReopenAsync();

        var rest = await Journal.ReadFeedAsync(first.Next, 100, Cancellation);
        Assert.Equal(Enumerable.Range(14, 37).Select(i => $"{i}"), rest.Records.Select(Scribe.TextOf));
        var end = await Journal.ReadFeedAsync(rest.Next, 100, Cancellation);
        Assert.Empty(end.Records);
        await Journal.AppendAsync(scribe.Next("51"));
        end = await Journal.ReadFeedAsync(end.Next, 100, Cancellation);
        Assert.Equal(["51"], end.Records.Select(Scribe.TextOf));
    }

    [Fact]
    public async Task Feed_Waiting_EndsWithTheNextCommit()
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next());
        var caughtUp = (await Journal.ReadFeedAsync(FeedCursor.Beginning, 10, Cancellation)).Next;
        await Journal.WaitFeedAsync(FeedCursor.Beginning, Cancellation);

        var first = Journal.WaitFeedAsync(caughtUp, Cancellation).AsTask();
        var second = Journal.WaitFeedAsync(caughtUp, Cancellation).AsTask();
        Assert.False(first.IsCompleted);
        await Journal.AppendAsync(scribe.Next());
        await Task.WhenAll(first, second).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    [Fact]
    public async Task Feed_WaitingCancelled_Ends()
    {
        using var source = new CancellationTokenSource();
        var wait = Journal.WaitFeedAsync(FeedCursor.Beginning, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Projection_Saved_IsLoadedWithItsCursor()
    {
        Assert.Null(await Journal.LoadProjectionAsync("totals", Cancellation));
        await Journal.AppendAsync(Scribe.OfMember("m").Next());
        var cursor = (await Journal.ReadFeedAsync(FeedCursor.Beginning, 10, Cancellation)).Next;
        var first = new ProjectionState(FeedCursor.Beginning, new byte[] { 1 });
        await Journal.SaveProjectionAsync("totals", first, Cancellation);
        await Journal.SaveProjectionAsync("totals", new ProjectionState(cursor, new byte[] { 2, 3 }), Cancellation);
        await Journal.SaveProjectionAsync("empty", new ProjectionState(cursor, default), Cancellation);

        await backend.ReopenAsync();

        var state = await Journal.LoadProjectionAsync("totals", Cancellation);
        Assert.Equal(cursor, state!.Cursor);
        Assert.Equal([2, 3], state.State.ToArray());
        Assert.True((await Journal.LoadProjectionAsync("empty", Cancellation))!.State.IsEmpty);
        Assert.Null(await Journal.LoadProjectionAsync("other", Cancellation));
    }
}
