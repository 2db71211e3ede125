using Azure.Core;
using NodaTime;
using Rewards.Journal.AzureTables;
using Rewards.Journal.AzureTables.Layout;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>Several hosts on one store, and what becomes of what a dead one left.</summary>
public sealed class SharedStoreTests : IAsyncLifetime
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 5, 1, 12, 0);
    private readonly Cable cable = new();
    private AzureTablesBackend backend = null!;

    /// <summary>The host whose line can be cut.</summary>
    private AzureTablesJournal A => backend.AzureTables;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => backend = await AzureTablesBackend.CreateAsync(options => options with
    {
        Client = cable.Options,
        AttemptsMax = 4,
        NoticeEvery = TimeSpan.FromHours(1), // told of when the test wants it
        PollEvery = TimeSpan.FromMilliseconds(20),
        BeatEvery = TimeSpan.FromMilliseconds(50),
        SilenceMax = TimeSpan.FromMilliseconds(300),
    });

    public async ValueTask DisposeAsync()
    {
        cable.IsCut = false;
        await backend.DisposeAsync();
    }

    [Fact]
    public async Task Host_CutOffWithRecordsNotTold_IsFinishedByAnother()
    {
        var scribes = Enumerable.Range(0, 20).Select(i => Scribe.OfMember($"m{i}")).ToArray();
        await Task.WhenAll(scribes.Select(s => A.AppendAsync(s.Next("told")).AsTask()));
        Assert.Equal(20, (await Feeds.WholeAsync(A)).Count);
        var due = new DueItem(Noon, "expire");
        await Task.WhenAll(scribes.Take(7).Select(s => A.AppendAsync(s.Next("left", due: [due])).AsTask()));
        cable.IsCut = true;

        await using var b = await OtherAsync();

        var feed = await Feeds.UntilAsync(b, 27);
        Assert.Equal(7, feed.Count(record => Scribe.TextOf(record) == "left"));
        AssertOnceAndInOrder(feed, 27);
        Assert.Equal(7, (await b.ReadDueAsync(Noon, 100, Cancellation)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Records_OfMoreStreamsThanOneNoticeNames_AreAllToldOf(bool hostIsCutOff)
    {
        const int streams = 600;
        var name = new string('n', 1_500); // 900 KB of names, where one entity holds 720
        await Task.WhenAll(Enumerable.Range(0, streams).Select(async i =>
        {
            var scribe = Scribe.OfMember($"{name}{i}");
            await A.AppendAsync(scribe.Next());
            await A.AppendAsync(scribe.Next());
        }));
        if (!hostIsCutOff)
        {
            AssertOnceAndInOrder(await Feeds.WholeAsync(A), streams * 2);
            return;
        }

        cable.IsCut = true;
        await using var b = await OtherAsync();
        AssertOnceAndInOrder(await Feeds.UntilAsync(b, streams * 2), streams * 2);
        while ((await SessionsAsync()).Count > 1)
        {
            await b.WaitFeedAsync(new FeedCursor(long.MaxValue), Cancellation);
        }
    }

    [Fact]
    public async Task Host_TakenForDead_GoesOnAndNothingIsToldTwice()
    {
        var scribe = Scribe.OfMember("m");
        await A.AppendAsync(scribe.Next("one"));
        cable.IsCut = true;
        await using var b = await OtherAsync();
        await Feeds.UntilAsync(b, 1);

        cable.IsCut = false;
        await A.AppendAsync(scribe.Next("two"));
        await A.AppendAsync(scribe.Next("three"));
        await Feeds.WholeAsync(A);

        Assert.Equal(["one", "two", "three"], (await Feeds.UntilAsync(b, 3)).Select(Scribe.TextOf));
        Assert.Equal(["one", "two", "three"], (await Feeds.WholeAsync(A)).Select(Scribe.TextOf));
    }

    [Fact]
    public async Task Streams_ThatTwoHostsAppendToInTurns_AreToldOnceAndInOrder()
    {
        await using var b = await OtherAsync();
        var scribes = Enumerable.Range(0, 5).Select(i => Scribe.OfMember($"m{i}")).ToArray();
        for (var round = 0; round < 20; round++)
        {
            var host = round % 2 == 0 ? A : b;
            await Task.WhenAll(scribes.Select(s => host.AppendAsync(s.Next($"{round}")).AsTask()));
            if (round % 7 == 3)
            {
                // The other first: what it appended follows records that this one has not told of.
                await b.ReadFeedAsync(FeedCursor.Beginning, 1, Cancellation);
                await Feeds.WholeAsync(A);
            }
        }

        await Feeds.WholeAsync(A);
        await Feeds.WholeAsync(b);
        await Feeds.WholeAsync(A);
        AssertOnceAndInOrder(await Feeds.UntilAsync(b, 100), 100);
    }

    [Fact]
    public async Task Notice_OfARecordCommittedWhileOthersAreAskedFor_WaitsForTheHostItFollows()
    {
        await using var b = await PatientAsync();
        await using var c = await PatientAsync();
        var (ofB, ofC) = (Scribe.OfMember("of-b"), Scribe.OfMember("of-c"));
        await b.AppendAsync(ofB.Next());
        await c.AppendAsync(ofC.Next());
        await A.AppendAsync(ofB.Next());

        // A's record behind C's is on its way while A asks what B has told, and committed before it has the answer.
        var released = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        var asked = false;
        Task? second = null;
        cable.Delays = async request =>
        {
            if (Cable.IsTransactionWith(request, "!of-c"))
            {
                arrived.TrySetResult();
                await released.Task;
            }
            else if (second is not null && !asked && request.Method == RequestMethod.Get && IsOfASession(request))
            {
                asked = true;
                released.SetResult();
                await second;
            }
        };
        var append = A.AppendAsync(ofC.Next()).AsTask();
        await arrived.Task;
        second = append;
        await Feeds.WholeAsync(A);
        Assert.True(asked);

        foreach (var host in new[] { b, c, A })
        {
            await Feeds.WholeAsync(host);
        }

        AssertOnceAndInOrder(await Feeds.UntilAsync(c, 4), 4);
    }

    [Fact]
    public async Task Notice_WrittenWhileItIsLookedFor_IsNotMissing()
    {
        await A.AppendAsync(Scribe.OfMember("first").Next("first"));
        var cursor = await ReadToTheEndAsync(FeedCursor.Beginning, expected: 1);
        await A.AppendAsync(Scribe.OfMember("second").Next("second"));

        // The answer that there is no notice is on its way while another reader makes this host write it.
        var written = false;
        cable.Delays = async request =>
        {
            if (!written && request.Method == RequestMethod.Get && IsOfANotice(request))
            {
                written = true;
                Assert.Single((await A.ReadFeedAsync(cursor, 10, Cancellation)).Records);
            }
        };

        await ReadToTheEndAsync(cursor, expected: 1);

        Assert.True(written);
    }

    [Fact]
    public async Task Session_WhoseFirstWriteWasTakenOverUnseen_IsNotUsedAgain()
    {
        await using var b = await OtherAsync();
        var names = new HashSet<string>();
        var writes = 0;
        cable.Delays = async request =>
        {
            if (Cable.IsOnTheLog(request) && writes++ == 0)
            {
                // Everything of the first write is done and its reply is lost; another host finishes the session.
                names.UnionWith(await SessionsAsync());
                await b.AppendAsync(Scribe.OfMember("b").Next());
                while ((await SessionsAsync()).Any(names.Contains))
                {
                    await b.WaitFeedAsync(new FeedCursor(long.MaxValue), Cancellation);
                }

                // Or it would take over the next one too, whenever this machine stands still for a while.
                await b.DisposeAsync();
                throw new IOException("The reply is lost.");
            }
        };
        var scribe = Scribe.OfMember("m");
        await A.AppendAsync(scribe.Next());

        Assert.NotEmpty((await SessionsAsync()).Except(names));
    }

    [Fact]
    public async Task StandsAt_AfterAnotherHostHasAppended_IsFalse()
    {
        await using var b = await OtherAsync();
        var scribe = Scribe.OfMember("m");
        await A.AppendAsync(scribe.Next());
        var hash = Records.Hash32.Of(scribe.Hash.Span);
        Assert.True(await A.StandsAtAsync(scribe.Stream, 1, hash, Cancellation));
        await b.AppendAsync(scribe.Next());
        Assert.False(await A.StandsAtAsync(scribe.Stream, 1, hash, Cancellation));
    }

    [Fact]
    public async Task Traffic_OfManyAppends_IsOneTransactionEachAndFewForTheLog()
    {
        const int streams = 50;
        const int rounds = 10;
        var scribes = Enumerable.Range(0, streams).Select(i => Scribe.OfMember($"m{i}")).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            await Task.WhenAll(scribes.Select(s => A.AppendAsync(s.Next()).AsTask()));
        }

        await Feeds.WholeAsync(A);
        var traffic = A.Traffic;
        TestContext.Current.TestOutputHelper?.WriteLine($"{traffic}");
        Assert.Equal(streams * rounds, traffic.Records);
        Assert.Equal(streams, traffic.Markers);
        Assert.InRange(traffic.StreamTransactions, 1, traffic.Records);
        Assert.InRange(traffic.LogTransactions, 1, traffic.Markers);
    }

    private async Task<FeedCursor> ReadToTheEndAsync(FeedCursor cursor, int expected)
    {
        var found = 0;
        while (true)
        {
            var page = await A.ReadFeedAsync(cursor, 10, Cancellation);
            (found, cursor) = (found + page.Records.Count, page.Next);
            if (page.Records.Count == 0)
            {
                Assert.Equal(expected, found);
                return cursor;
            }
        }
    }

    private async Task<List<string>> SessionsAsync()
    {
        var log = new Rewards.AzureTables.TableClient(backend.Options.Connection, backend.Options.Table + "log");
        var range = new Rewards.AzureTables.TableRange(Keys.Log, Keys.SessionBegin, Keys.SessionEnd, 100);
        var page = await log.QueryAsync(range, null, Cancellation);
        return [.. page.Entities.Select(session => session.RowKey)];
    }

    private static bool IsOfASession(Request request) =>
        request.Uri.ToUri().AbsolutePath.Contains($"RowKey='{Keys.SessionBegin}", StringComparison.Ordinal)
        || Uri.UnescapeDataString(request.Uri.ToUri().AbsolutePath)
            .Contains($"RowKey='{Keys.SessionBegin}", StringComparison.Ordinal);

    private static bool IsOfANotice(Request request) =>
        Uri.UnescapeDataString(request.Uri.ToUri().AbsolutePath).Contains("RowKey='n", StringComparison.Ordinal);

    /// <summary>Another host, for which nobody is dead.</summary>
    private ValueTask<AzureTablesJournal> PatientAsync() => backend.OpenAsync(options => options with
    {
        Client = () => new Rewards.AzureTables.TableClientOptions(),
        SilenceMax = TimeSpan.FromHours(1),
    });

    private ValueTask<AzureTablesJournal> OtherAsync() => backend.OpenAsync(options => options with
    {
        Client = () => new Rewards.AzureTables.TableClientOptions(),
    });

    private static void AssertOnceAndInOrder(List<StoredRecord> feed, int count)
    {
        Assert.Equal(count, feed.Count);
        foreach (var stream in feed.GroupBy(record => record.Stream))
        {
            Assert.Equal(Enumerable.Range(1, stream.Count()).Select(v => (long)v), stream.Select(r => r.Version));
        }
    }
}
