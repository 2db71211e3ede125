using System.Text;
using Rewards.Journal.Records;

namespace Rewards.Journal.Tests.Conformance;

/// <summary>Tails and backward pages.</summary>
public abstract partial class JournalConformance
{
    [Fact]
    public async Task Tail_OfAStreamThatDoesNotExist_IsEmptyAtVersionZero()
    {
        var tail = await Journal.ReadTailAsync(StreamId.OfMember("ops", "nobody"), Cancellation);
        Assert.Equal(0, tail.Version);
        Assert.Empty(tail.Records);
        Assert.True(tail.Snapshot.IsEmpty);
        Assert.Equal(HashChain.Origin.ToArray(), tail.Hash.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tail_BeginsAfterTheLatestSnapshot(bool reopen)
    {
        var scribe = Scribe.OfMember("m");
        for (var version = 1; version <= 10; version++)
        {
            var snapshot = version is 3 or 7 ? $"state {version}" : null;
            await Journal.AppendAsync(scribe.Next($"{version}", snapshot: snapshot));
        }

        await ReopenIf(reopen);

        var tail = await Journal.ReadTailAsync(scribe.Stream, Cancellation);
        Assert.Equal("state 7", Encoding.UTF8.GetString(tail.Snapshot.Span));
        Assert.Equal(7, tail.SnapshotVersion);
        Assert.Equal(["8", "9", "10"], tail.Records.Select(Scribe.TextOf));
        Assert.Equal(10, tail.Version);
        Assert.Equal(scribe.Hash.ToArray(), tail.Hash.ToArray());
    }

    [Fact]
    public async Task Tail_AtASnapshot_HasNoRecordsAndTheHashToContinue()
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("1", snapshot: "state"));
        var tail = await Journal.ReadTailAsync(scribe.Stream, Cancellation);
        Assert.Empty(tail.Records);
        Assert.Equal((1, 1), (tail.Version, tail.SnapshotVersion));
        Assert.Equal(scribe.Hash.ToArray(), tail.Hash.ToArray());
    }

    /// <summary>A grain that does not know its snapshot's format replays the whole stream instead.</summary>
    [Fact]
    public async Task Backward_ReachesRecordsBeforeASnapshot()
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("1"));
        await Journal.AppendAsync(scribe.Next("2", snapshot: "of an unknown format"));
        await Journal.AppendAsync(scribe.Next("3"));
        var page = await Journal.ReadBackwardAsync(scribe.Stream, null, 10, Cancellation);
        Assert.Equal(["3", "2", "1"], page.Records.Select(Scribe.TextOf));
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Backward_PageByPage_YieldsEveryRecordNewestFirst(int pageSize)
    {
        var scribe = Scribe.OfMember("m");
        var noise = Scribe.OfMember("noise");
        for (var i = 1; i <= 21; i++)
        {
            await Journal.AppendAsync(scribe.Next($"{i}"));
            await Journal.AppendAsync(noise.Next("noise"));
        }

        await backend.ReopenAsync();
        var texts = new List<string>();
        RecordPointer? from = null;
        do
        {
            var page = await Journal.ReadBackwardAsync(scribe.Stream, from, pageSize, Cancellation);
            Assert.InRange(page.Records.Count, 1, pageSize);
            texts.AddRange(page.Records.Select(Scribe.TextOf));
            from = page.Next;
        }
        while (from is not null);

        Assert.Equal(Enumerable.Range(1, 21).Reverse().Select(i => $"{i}"), texts);
    }

    [Fact]
    public async Task Backward_OfAStreamThatDoesNotExist_IsEmpty()
    {
        var page = await Journal.ReadBackwardAsync(StreamId.OfMember("ops", "nobody"), null, 5, Cancellation);
        Assert.Empty(page.Records);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Backward_FromAnotherStreamsRecord_IsRefused()
    {
        var mine = Scribe.OfMember("mine");
        var yours = Scribe.OfMember("yours");
        await Journal.AppendAsync(mine.Next(rows: ["a"]));
        await Journal.AppendAsync(yours.Next(rows: ["a"]));
        var other = await Journal.FindRowAsync(yours.Stream, Row("a"), Cancellation);
        await Assert.ThrowsAsync<ArgumentException>(
            () => Journal.ReadBackwardAsync(mine.Stream, other!.Pointer, 5, Cancellation).AsTask());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(12345678)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task Backward_FromNowhere_IsRefused(long place)
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next());
        await Assert.ThrowsAsync<ArgumentException>(
            () => Journal.ReadBackwardAsync(scribe.Stream, new RecordPointer(place), 5, Cancellation).AsTask());
    }

    private ValueTask ReopenIf(bool reopen) => reopen ? backend.ReopenAsync() : ValueTask.CompletedTask;
}
