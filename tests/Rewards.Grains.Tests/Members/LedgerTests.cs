using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Members;

public abstract class LedgerTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task Ledger_ReadPageByPage_ShowsEveryPostingOnceNewestFirst(int limit)
    {
        await LiveAsync(rounds: 25);

        var all = await ReadAllAsync(limit, null, null);

        Assert.Equal(125, all.Count);
        Assert.Equal(
            all.OrderByDescending(entry => entry.Version).ThenByDescending(entry => entry.Index).Select(Shape.Of),
            all.Select(Shape.Of));
        Assert.Equal(all.Count, all.Select(entry => (entry.Version, entry.Index)).Distinct().Count());
    }

    [Fact]
    public async Task Ledger_Filtered_ShowsWhatFits()
    {
        await LiveAsync(rounds: 12);

        Assert.Equal(24, (await ReadAllAsync(5, "stars", null)).Count);
        Assert.Equal(12, (await ReadAllAsync(5, null, LedgerCauses.Approval)).Count);
        Assert.Equal(12, (await ReadAllAsync(5, "stars", LedgerCauses.Adjustment)).Count);
        Assert.Empty(await ReadAllAsync(5, "feathers", LedgerCauses.Adjustment));
        Assert.Empty(await ReadAllAsync(5, "pearls", null));
    }

    [Fact]
    public async Task Ledger_OverMoreRecordsThanOnePageReads_GoesOnWithShortPages()
    {
        await Member().AdjustAsync(new AdjustPoints("k0", "stars", 1, "first", "op"));
        foreach (var together in Enumerable.Range(0, 2_100).Chunk(500))
        {
            await Task.WhenAll(together.Select(i => Member().RecordAsync(Tell($"a{i}", "read")).AsTask()));
        }


        var page = await Member().ReadLedgerAsync(new LedgerQuery(null, 5, null, null));
        Assert.Empty(page.Entries);
        Assert.NotNull(page.Next);

        var entry = Assert.Single(await ReadAllAsync(5, null, null));
        Assert.Equal(("first", "op"), (entry.Cause.Reason, entry.Cause.By));
    }

    [Fact]
    public async Task Ledger_CursorOfAnotherMember_IsRefused()
    {
        await LiveAsync(rounds: 3);
        await Member("m2").RecordAsync(Tell("a1", "share"));
        var page = await Member().ReadLedgerAsync(new LedgerQuery(null, 2, null, null));

        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Member("m2").ReadLedgerAsync(new LedgerQuery(page.Next, 2, null, null)).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Member().ReadLedgerAsync(new LedgerQuery(new LedgerPlace(123_456_789, 0), 2, null, null)).AsTask());
    }

    [Fact]
    public async Task Ledger_OfNobody_IsEmpty()
    {
        var page = await Member("nobody").ReadLedgerAsync(new LedgerQuery(null, 10, null, null));

        Assert.Empty(page.Entries);
        Assert.Null(page.Next);
    }

    /// <summary>
    /// Five postings a round: an award of stars, an adjustment, an award pending, its approval, a quiz.
    /// </summary>
    private async Task LiveAsync(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            Time.Advance(TimeSpan.FromHours(13));
            await Member().RecordAsync(Tell($"s{i}", "share"));
            await Member().AdjustAsync(new AdjustPoints($"k{i}", "stars", i + 1, "why", "op"));
            await Member().RecordAsync(Comment($"c{i}", $"article-{i}"));
            await Member().ReviewAsync(new ReviewAwards($"c{i}", true, null, "op"));
            await Member().RecordAsync(Read($"r{i}", $"article-{i}"));
        }
    }

    private async Task<List<LedgerEntry>> ReadAllAsync(int limit, string? currency, string? cause)
    {
        var all = new List<LedgerEntry>();
        LedgerPlace? after = null;
        do
        {
            var page = await Member().ReadLedgerAsync(new LedgerQuery(after, limit, currency, cause));
            Assert.InRange(page.Entries.Count, 0, limit);
            all.AddRange(page.Entries);
            after = page.Next;
        }
        while (after is not null);
        return all;
    }
}

public sealed class LedgerOnMemoryTests : LedgerTests<MemoryBackend>;

public sealed class LedgerOnSqliteTests : LedgerTests<SqliteBackend>;

public sealed class LedgerOnAzuriteTests : LedgerTests<AzureTablesBackend>;
