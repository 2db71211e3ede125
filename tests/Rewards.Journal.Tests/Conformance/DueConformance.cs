using NodaTime;

namespace Rewards.Journal.Tests.Conformance;

/// <summary>Due work.</summary>
public abstract partial class JournalConformance
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 5, 1, 12, 0);

    [Fact]
    public async Task Due_OfSeveralStreams_ComesEarliestFirstUpToTheInstant()
    {
        var a = Scribe.OfMember("a");
        var b = Scribe.OfMember("b");
        await Journal.AppendAsync(a.Next(due: [In(3, "a3"), In(1, "a1"), In(9, "a9")]));
        await Journal.AppendAsync(b.Next(due: [In(2, "b2"), In(1, "b1")]));

        await backend.ReopenAsync();

        Assert.Equal(Noon + Duration.FromHours(1), await Journal.NextDueAsync(Cancellation));
        Assert.Equal(["a1", "b1", "b2", "a3"], (await DueAt(3)).Select(d => d.Key));
        Assert.Equal(["a1", "b1"], (await Journal.ReadDueAsync(In(3, "").At, 2, Cancellation)).Select(d => d.Key));
        Assert.Empty(await DueAt(0));
        Assert.Equal(b.Stream, (await DueAt(2))[^1].Stream);
    }

    [Fact]
    public async Task Due_WhenARecordHasDoneIt_IsGoneWithThatAppend()
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next(due: [In(1, "x"), In(2, "y")]));
        var entry = (await DueAt(1)).Single();

        var stale = scribe.Twin();
        stale.StandAt(0, Records.HashChain.Origin);
        var refused = stale.Next(done: [entry.Token]);
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(refused).AsTask());
        Assert.Single(await DueAt(1));

        await Journal.AppendAsync(scribe.Next("did x", done: [entry.Token]));
        Assert.Equal(["y"], (await DueAt(5)).Select(d => d.Key));
        await backend.ReopenAsync();
        Assert.Equal(["y"], (await DueAt(5)).Select(d => d.Key));
    }

    [Fact]
    public async Task Due_CompletedTwice_TouchesNothingElse()
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next(due: [In(1, "x")]));
        var token = (await DueAt(1)).Single().Token;
        await Journal.CompleteDueAsync(token, Cancellation);
        Assert.Null(await Journal.NextDueAsync(Cancellation));

        await Journal.AppendAsync(scribe.Next(due: [In(1, "new")]));
        await Journal.CompleteDueAsync(token, Cancellation);
        Assert.Equal(["new"], (await DueAt(1)).Select(d => d.Key));
    }

    private static DueItem In(int hours, string key) => new(Noon + Duration.FromHours(hours), key);

    private ValueTask<IReadOnlyList<DueEntry>> DueAt(int hours) =>
        Journal.ReadDueAsync(Noon + Duration.FromHours(hours), 100, Cancellation);
}
