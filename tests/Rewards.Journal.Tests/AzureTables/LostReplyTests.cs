using Azure.Core;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>A lost reply is read back, never guessed.</summary>
public sealed class LostReplyTests : IAsyncLifetime
{
    private readonly Cable cable = new();
    private AzureTablesBackend backend = null!;

    private AzureTablesJournal Journal => backend.AzureTables;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => backend = await AzureTablesBackend.CreateAsync(
        options => options with { Client = cable.Options, AttemptsMax = 3 });

    public ValueTask DisposeAsync() => backend.DisposeAsync();

    public static TheoryData<string> Faults => ["reply", "request"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Append_WhenAReplyOrARequestIsLost_IsThereOnce(string fault)
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("one"));
        for (var i = 0; i < 10; i++)
        {
            Lose(fault, Cable.IsTransaction);
            await Journal.AppendAsync(scribe.Next($"{i}", rows: [$"{i}"], newRows: i % 2 == 0));
        }

        Assert.Equal(10, cable.Lost);
        Assert.Equal(11, (await Journal.ReadTailAsync(scribe.Stream, Cancellation)).Version);
        Assert.Equal(11, (await Feeds.WholeAsync(Journal)).Count);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task FirstAppend_WhenTheMarkerOrTheTransactionIsLost_IsThereOnce(string fault)
    {
        for (var i = 0; i < 10; i++)
        {
            var scribe = Scribe.OfMember($"m{i}");
            Lose(fault, i % 2 == 0 ? Cable.IsOnTheLog : IsOnAStream);
            await Journal.AppendAsync(scribe.Next());
            Assert.Equal(1, (await Journal.ReadTailAsync(scribe.Stream, Cancellation)).Version);
        }

        Assert.Equal(10, (await Feeds.WholeAsync(Journal)).Count);
    }

    [Fact]
    public async Task Notice_WhenItsReplyIsLost_TellsOfEachRecordOnce()
    {
        var scribe = Scribe.OfMember("m");
        for (var i = 0; i < 10; i++)
        {
            await Journal.AppendAsync(scribe.Next($"{i}"));
            cable.LoseReplyOf(Cable.IsTransaction);
            await Journal.ReadFeedAsync(FeedCursor.Beginning, 1000, Cancellation);
        }

        var feed = await Feeds.WholeAsync(Journal);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), feed.Select(Scribe.TextOf));
    }

    [Fact]
    public async Task Append_OvertakenWhileItsReplyIsLost_IsFoundBelowTheOther()
    {
        await using var other = await backend.OpenAsync();
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("one"));
        var second = scribe.Next("two");
        var third = scribe.Next("three");
        var overtaken = 0;
        cable.LoseReplyOf(request =>
        {
            // The other host is on the same cable: its own transactions go through.
            if (!Cable.IsTransaction(request) || Interlocked.Exchange(ref overtaken, 1) == 1)
            {
                return false;
            }

            other.AppendAsync(third).AsTask().GetAwaiter().GetResult();
            return true;
        });

        await Journal.AppendAsync(second);

        var tail = await Journal.ReadTailAsync(scribe.Stream, Cancellation);
        Assert.Equal(["one", "two", "three"], tail.Records.Select(Scribe.TextOf));
    }

    [Fact]
    public async Task Append_WhenNothingComesBack_IsUnknownAndTheFeedIsRightAfterwards()
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("one"));
        cable.LoseReplyOf(request => Cable.IsTransaction(request) && (cable.IsCut = true));

        var append = scribe.Next("two");
        await Assert.ThrowsAsync<JournalOutcomeUnknownException>(() => Journal.AppendAsync(append).AsTask());
        Assert.False(Journal.Health.Writable);
        cable.IsCut = false;

        Assert.Equal(2, (await Journal.ReadTailAsync(scribe.Stream, Cancellation)).Version);
        Assert.True(Journal.Health.Writable);
        await Journal.AppendAsync(scribe.Next("three"));
        Assert.Equal(["one", "two", "three"], (await Feeds.UntilAsync(Journal, 3)).Select(Scribe.TextOf));
    }

    [Fact]
    public async Task Append_WhoseMarkerTheLogNeverTook_IsNotWrittenUnderIt()
    {
        await Journal.AppendAsync(Scribe.OfMember("other").Next());
        var scribe = Scribe.OfMember("m");
        var append = scribe.Next("one");
        cable.CutFor = Cable.IsOnTheLog;

        // Were it written, a recovery would not look at its stream, and nobody would ever tell of it.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await Assert.ThrowsAsync<JournalUnavailableException>(() => Journal.AppendAsync(append).AsTask());
        }

        cable.CutFor = null;
        Assert.Equal(0, (await Journal.ReadTailAsync(scribe.Stream, Cancellation)).Version);
        await Journal.AppendAsync(append);
        Assert.Equal(2, (await Feeds.WholeAsync(Journal)).Count);
    }

    [Fact]
    public async Task Append_WhenTheStoreIsGone_SaysSo()
    {
        cable.IsCut = true;
        var append = Scribe.OfMember("m").Next();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => Journal.AppendAsync(append).AsTask());
        await Assert.ThrowsAsync<JournalUnavailableException>(
            () => Journal.ReadTailAsync(append.Stream, Cancellation).AsTask());
        cable.IsCut = false;
        await Journal.AppendAsync(append);
    }

    private void Lose(string fault, Func<Request, bool> which)
    {
        if (fault == "reply")
        {
            cable.LoseReplyOf(which);
        }
        else
        {
            cable.LoseRequest(which);
        }
    }

    private static bool IsOnAStream(Request request) => Cable.IsTransaction(request) && !Cable.IsOnTheLog(request);
}
