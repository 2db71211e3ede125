using System.Text;

namespace Rewards.Journal.Tests.Conformance;

/// <summary>Keyed rows.</summary>
public abstract partial class JournalConformance
{
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
        var rounds = RowRounds;
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

    [Fact]
    public async Task NewRow_IsAnAppendWhereTheJournalLooksAndNoneElsewhere()
    {
        var append = Scribe.OfMember("m").Next(rows: ["a"], newRows: true);
        var failure = await Record.ExceptionAsync(() => Journal.AppendAsync(append).AsTask());
        Assert.Equal(Journal.RefusesTakenRows ? null : typeof(ArgumentException), failure?.GetType());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NewRow_ThatIsTaken_IsRefusedAndNothingIsWritten(bool reopen)
    {
        if (!Journal.RefusesTakenRows)
        {
            return;
        }

        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("first", rows: ["a", "b"], newRows: true));
        await ReopenIf(reopen);
        var twin = scribe.Twin();

        var taken = await Assert.ThrowsAsync<JournalRowTakenException>(
            () => Journal.AppendAsync(twin.Next("again", rows: ["c", "a"], newRows: true)).AsTask());

        Assert.Equal(Row("a"), taken.Row);
        Assert.Null(await Journal.FindRowAsync(scribe.Stream, Row("c"), Cancellation));
        await Journal.AppendAsync(scribe.Next("second", rows: ["c"], newRows: true));
        Assert.Equal(["first", "second"], await TextsOf(scribe.Stream));
        Assert.Equal("first", await TextOfRow(scribe.Stream, Row("a")));
        Assert.Equal("second", await TextOfRow(scribe.Stream, Row("c")));
    }

    [Theory]
    [InlineData("old")]
    [InlineData("r2")]
    public async Task NewRow_ThatIsTakenAmongAppendsUnderWay_FailsThoseFromItOn(string again)
    {
        if (!Journal.RefusesTakenRows)
        {
            return;
        }

        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("first", rows: ["old"], newRows: true));
        var appends = Enumerable.Range(0, 10)
            .Select(i => scribe.Next($"{i}", [i == 6 ? again : $"r{i}"], newRows: true)).ToArray();

        var written = appends.Select(append => Journal.AppendAsync(append).AsTask()).ToArray();

        await Task.WhenAll(written[..6]);
        Assert.IsType<JournalRowTakenException>(await Record.ExceptionAsync(() => written[6]));
        foreach (var behind in written[7..])
        {
            Assert.IsAssignableFrom<JournalConflictException>(await Record.ExceptionAsync(() => behind));
        }

        Assert.Equal(["first", "0", "1", "2", "3", "4", "5"], await TextsOf(scribe.Stream));
    }

    /// <summary>Rows set in each of forty streams; fewer where every step is a request.</summary>
    protected virtual int RowRounds => 75;

    private async Task<string> TextOfRow(StreamId stream, RowKey row)
    {
        var record = await Journal.FindRowAsync(stream, row, Cancellation);
        Assert.NotNull(record);
        Assert.Equal(stream, record.Stream);
        return Encoding.UTF8.GetString(record.Content.RowValue(row).Span);
    }
}
