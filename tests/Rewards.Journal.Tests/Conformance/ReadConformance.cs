using System.Text;
using Rewards.Journal.Records;

namespace Rewards.Journal.Tests.Conformance;

/// <summary>Tails, rows, backward pages.</summary>
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

    [Fact]
    public async Task Row_SetByNobody_IsNull()
    {
        var scribe = Scribe.OfMember("m");
        Assert.Null(await Journal.FindRowAsync(scribe.Stream, Row("a"), Cancellation));
        await Journal.AppendAsync(scribe.Next(rows: ["b"]));
        Assert.Null(await Journal.FindRowAsync(scribe.Stream, Row("a"), Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Row_SetTwice_IsTheLatest(bool reopen)
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("old", rows: ["a", "b"]));
        await Journal.AppendAsync(scribe.Next("new", rows: ["a"]));
        await ReopenIf(reopen);
        Assert.Equal("new", await TextOfRow(scribe.Stream, Row("a")));
        Assert.Equal("old", await TextOfRow(scribe.Stream, Row("b")));
    }

    [Fact]
    public async Task Row_OfTheSameTextElsewhere_IsAnother()
    {
        var mine = Scribe.OfMember("m");
        var elsewhere = new Scribe(StreamId.OfMember("other-community", "m"));
        await Journal.AppendAsync(mine.Next("mine", rows: ["a"]));
        await Journal.AppendAsync(elsewhere.Next("elsewhere", rows: ["a"]));
        Assert.Equal("mine", await TextOfRow(mine.Stream, Row("a")));
        Assert.Equal("elsewhere", await TextOfRow(elsewhere.Stream, Row("a")));
        Assert.Null(await Journal.FindRowAsync(mine.Stream, new RowKey(RowKind.Request, "a"), Cancellation));
        Assert.Null(await Journal.FindRowAsync(mine.Stream, Row("A"), Cancellation));
    }

    [Fact]
    public async Task StreamsAndRows_OfUnusualNames_AreKeptApart()
    {
        string[] names = ["", "a", "a/b", "a\0b", "羽毛", "é", "e\u0301", " a", "%", new string('n', 128)];
        foreach (var name in names)
        {
            await Journal.AppendAsync(Scribe.OfMember(name).Next($"of {name}", rows: [name]));
        }

        await backend.ReopenAsync();
        foreach (var name in names)
        {
            var stream = StreamId.OfMember("ops", name);
            Assert.Equal([$"of {name}"], await TextsOf(stream));
            Assert.Equal($"of {name}", await TextOfRow(stream, Row(name)));
        }
    }

    [Fact]
    public async Task Rows_ManyOverManyStreams_AreAllFoundAlsoAfterReopening()
    {
        const int streams = 40;
        const int rounds = 75;
        var scribes = Enumerable.Range(0, streams).Select(i => Scribe.OfMember($"m{i}")).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            await Task.WhenAll(scribes.Select(s =>
                Journal.AppendAsync(s.Next($"{round}", rows: [$"{round}", "latest"])).AsTask()));
        }

        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var scribe in scribes)
            {
                for (var round = 0; round < rounds; round++)
                {
                    Assert.Equal($"{round}", await TextOfRow(scribe.Stream, Row($"{round}")));
                }

                Assert.Equal($"{rounds - 1}", await TextOfRow(scribe.Stream, Row("latest")));
                Assert.Null(await Journal.FindRowAsync(scribe.Stream, Row("never"), Cancellation));
                Assert.Equal(rounds, (await Journal.ReadTailAsync(scribe.Stream, Cancellation)).Version);
            }

            await backend.ReopenAsync();
        }
    }

    private async Task<string> TextOfRow(StreamId stream, RowKey row)
    {
        var record = await Journal.FindRowAsync(stream, row, Cancellation);
        Assert.NotNull(record);
        Assert.Equal(stream, record.Stream);
        return Encoding.UTF8.GetString(record.Content.RowValue(row).Span);
    }

    private ValueTask ReopenIf(bool reopen) => reopen ? backend.ReopenAsync() : ValueTask.CompletedTask;
}
