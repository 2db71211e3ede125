using NodaTime;

namespace Rewards.Journal.Tests.Conformance;

/// <summary>Atomic, fenced, ordered, visible.</summary>
public abstract partial class JournalConformance
{
    [Fact]
    public async Task Append_WhenCompleted_IsSeenWithAllItsParts()
    {
        var scribe = Scribe.OfMember("m");
        var due = new DueItem(Instant.FromUtc(2026, 4, 1, 0, 0), "expire");

        await Journal.AppendAsync(scribe.Next("one", rows: ["a"], snapshot: "s1", side: [1, 2, 3], due: [due]));

        var row = await Journal.FindRowAsync(scribe.Stream, Row("a"), Cancellation);
        Assert.Equal("one", Scribe.TextOf(row!));
        Assert.Equal(1, row!.Version);
        Assert.Equal(scribe.Hash, row.Hash);
        var tail = await Journal.ReadTailAsync(scribe.Stream, Cancellation);
        Assert.Equal("s1"u8.ToArray(), tail.Snapshot.ToArray());
        Assert.Equal([1, 2, 3], (await Journal.ReadSideAsync(row, Cancellation))!.Value.ToArray());
        var entry = Assert.Single(await Journal.ReadDueAsync(due.At, 10, Cancellation));
        Assert.Equal((due.At, scribe.Stream, "expire"), (entry.At, entry.Stream, entry.Key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_AtAnyOtherVersion_ConflictsAndWritesNothing(long standsAt)
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("one"));
        await Journal.AppendAsync(scribe.Next("two"));
        var other = scribe.Twin();
        other.StandAt(standsAt, scribe.Hash);
        var due = new DueItem(Instant.FromUtc(2026, 4, 1, 0, 0), "never");

        var append = other.Next("never", rows: ["a"], snapshot: "s", side: [1], due: [due]);
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(append).AsTask());

        Assert.Equal(["one", "two"], await TextsOf(scribe.Stream));
        Assert.Null(await Journal.FindRowAsync(scribe.Stream, Row("a"), Cancellation));
        Assert.Null(await Journal.NextDueAsync(Cancellation));
        Assert.Equal(2, (await WholeFeed(10)).Count);
    }

    [Fact]
    public async Task Append_SixtyFourOwnersRacing_OneWins()
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("first"));
        using var start = new Barrier(64);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Factory.StartNew(
            async () =>
            {
                var append = scribe.Twin().Next($"owner {i}");
                start.SignalAndWait(Cancellation);
                return await Outcome(Journal.AppendAsync(append));
            },
            Cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        Assert.Equal(1, outcomes.Count(o => o is null));
        Assert.Equal(63, outcomes.Count(o => o is JournalConflictException));
        Assert.Equal(2, (await Journal.ReadTailAsync(scribe.Stream, Cancellation)).Version);
    }

    [Fact]
    public async Task Append_IssuedWithoutWaiting_AreTakenInOrder()
    {
        var scribe = Scribe.OfMember("m");
        var pending = Enumerable.Range(1, 500).Select(i => Journal.AppendAsync(scribe.Next($"{i}")).AsTask()).ToList();
        await Task.WhenAll(pending);
        Assert.Equal(Enumerable.Range(1, 500).Select(i => $"{i}"), await TextsOf(scribe.Stream));
    }

    [Fact]
    public async Task Append_WhenOneFails_ThoseIssuedAfterItFailToo()
    {
        var loser = Scribe.OfMember("m");
        await Journal.AppendAsync(loser.Next("first"));
        var winner = loser.Twin();
        await Journal.AppendAsync(winner.Next("winner 2"));
        var bystander = Scribe.OfMember("other");

        // The stream stands at 2, so that the loser's third version would fit by its number.
        var pending = new[] { loser.Next("2"), loser.Next("3"), bystander.Next("fine"), loser.Next("4") }
            .Select(a => Outcome(Journal.AppendAsync(a))).ToList();
        var outcomes = await Task.WhenAll(pending);

        Assert.Equal([true, true, false, true], outcomes.Select(o => o is JournalConflictException));
        Assert.Equal(["first", "winner 2"], await TextsOf(loser.Stream));
        Assert.Equal(["fine"], await TextsOf(bystander.Stream));
    }

    [Fact]
    public async Task Append_ThatFollowsAnotherRecordOfThatVersion_Conflicts()
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("one"));
        scribe.StandAt(1, new byte[32]);
        var append = scribe.Next("two");
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(append).AsTask());
    }

    public static TheoryData<string> TooLarge => ["record", "snapshot", "side", "rows", "due", "key"];

    [Theory]
    [MemberData(nameof(TooLarge))]
    public async Task Append_BeyondALimit_IsRefusedBeforeAnythingIsWritten(string part)
    {
        var scribe = Scribe.OfMember("m");
        var soon = Instant.FromUtc(2026, 4, 1, 0, 0);
        var append = part switch
        {
            "record" => scribe.Next(new string('x', JournalLimits.RecordBytesMax)),
            "snapshot" => scribe.Next(snapshot: new string('x', JournalLimits.SnapshotBytesMax + 1)),
            "side" => scribe.Next(side: new byte[JournalLimits.SideBytesMax + 1]),
            "rows" => scribe.Next(
                rows: [.. Enumerable.Range(0, JournalLimits.RowsPerRecordMax + 1).Select(i => $"{i}")]),
            "due" => scribe.Next(
                due: [.. Enumerable.Range(0, JournalLimits.DuePerRecordMax + 1).Select(i => new DueItem(soon, ""))]),
            _ => scribe.Next(due: [new DueItem(soon, new string('k', JournalLimits.DueKeyLengthMax + 1))]),
        };

        await Assert.ThrowsAsync<AppendTooLargeException>(() => Journal.AppendAsync(append).AsTask());

        Assert.Equal(0, (await Journal.ReadTailAsync(scribe.Stream, Cancellation)).Version);
        Assert.Empty(await WholeFeed(10));
    }

    [Fact]
    public async Task Append_AtEveryLimit_IsReadBack()
    {
        var scribe = Scribe.OfMember("m");
        var rows = Enumerable.Range(0, JournalLimits.RowsPerRecordMax).Select(i => $"{i}").ToArray();
        var side = new byte[JournalLimits.SideBytesMax];
        Random.Shared.NextBytes(side);
        await Journal.AppendAsync(scribe.Next(
            new string('x', 1000), rows, new string('s', JournalLimits.SnapshotBytesMax), side));
        var text = new string('y', JournalLimits.RecordBytesMax - 200);
        await Journal.AppendAsync(scribe.Next(text));

        await backend.ReopenAsync();

        var tail = await Journal.ReadTailAsync(scribe.Stream, Cancellation);
        Assert.Equal(JournalLimits.SnapshotBytesMax, tail.Snapshot.Length);
        Assert.Equal(text, Scribe.TextOf(Assert.Single(tail.Records)));
        var row = await Journal.FindRowAsync(scribe.Stream, Row("63"), Cancellation);
        Assert.Equal(side, (await Journal.ReadSideAsync(row!, Cancellation))!.Value.ToArray());
    }

    [Fact]
    public async Task Append_AfterClosing_IsRefusedAsUnavailable()
    {
        var closed = Journal;
        await closed.DisposeAsync();
        var append = Scribe.OfMember("m").Next();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => closed.AppendAsync(append).AsTask());
    }

    [Fact]
    public async Task Closing_WithAppendsUnderWay_LosesNone()
    {
        var scribe = Scribe.OfMember("m");
        var pending = Enumerable.Range(1, 300).Select(i => Journal.AppendAsync(scribe.Next($"{i}")).AsTask()).ToList();
        await backend.ReopenAsync();
        await Task.WhenAll(pending);
        Assert.Equal(300, (await Journal.ReadTailAsync(scribe.Stream, Cancellation)).Version);
    }

    private static async Task<Exception?> Outcome(ValueTask append)
    {
        try
        {
            await append;
            return null;
        }
        catch (JournalConflictException e)
        {
            return e;
        }
    }
}
