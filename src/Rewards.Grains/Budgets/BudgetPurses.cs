using System.Collections.Concurrent;
using System.Security.Cryptography;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Programmes;
using Rewards.Grains.InProcess;
using Rewards.Grains.Projections;
using Rewards.Journal;

namespace Rewards.Grains.Budgets;

/// <summary>
/// The purses of this life of this host, one for each community that uses budgets. Slices of earlier lives are settled
/// from the journal when a community is first used, where no other process can still draw from them; on a shared store
/// they stay out: never exceeded comes before giving back.
/// </summary>
internal sealed class BudgetPurses(
    IJournal journal, IGrains grains, TimeProvider time, string? life, Action<Exception, string> report)
{
    private const int StockAttemptsMax = 8;

    /// <summary>Most who wait for a lease of one community; more are refused.</summary>
    private const int WaitingMax = 10_000;

    /// <summary>After so long without a draw, the rest of a slice goes back to the allocator.</summary>
    private static readonly Duration IdleMax = Duration.FromSeconds(30);

    private readonly string holder = life ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
    private readonly ConcurrentDictionary<string, Opened> purses = new(StringComparer.Ordinal);
    private long requests;
    private volatile bool closed;

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>
    /// The purse of a community, with enough for what an activity may need, or all that is to be had.
    /// </summary>
    /// <exception cref="GrainStoppingException">The host is stopping.</exception>
    public async ValueTask<BudgetPurse> StockAsync(Programme programme, IReadOnlyList<WindowNeed> needs, Instant now)
    {
        var opened = OpenedOf(programme.Community.Value);
        foreach (var need in needs)
        {
            for (var i = 0; i < StockAttemptsMax && !opened.Purse.IsStocked(need, now); i++)
            {
                await LeaseAsync(programme.Community, opened, need, now);
            }
        }

        return closed ? throw new GrainStoppingException() : opened.Purse;
    }

    /// <summary>What an activity may draw, from which windows.</summary>
    public static WindowNeed[] NeedsOf(Programme programme, Activity activity, Instant now) =>
    [
        .. programme.BudgetsByType[activity.Type].Select(need => new WindowNeed(
            need.Budget, programme.Calendar.WindowAt(need.Budget.Window, activity.At ?? now).Start, need.Most)),
    ];

    /// <summary>What this host has drawn of the slices that it holds.</summary>
    public async ValueTask<Dictionary<long, long>> UsedAsync(CommunityId community)
    {
        var opened = OpenedOf(community.Value);
        await opened.EnterAsync(WaitingMax);
        try
        {
            await SettleEarlierLivesAsync(community.Value, opened);
            return opened.Purse.Used();
        }
        finally
        {
            opened.Exit();
        }
    }

    /// <summary>Settles what is used up or idle.</summary>
    public async ValueTask TidyAsync()
    {
        foreach (var (community, opened) in purses)
        {
            await SettleAsync(community, opened.Purse.TakeDone(Now - IdleMax));
        }
    }

    /// <summary>Takes no more draws, waits for those under way and gives every slice back.</summary>
    public async ValueTask CloseAsync()
    {
        closed = true;
        foreach (var (community, opened) in purses)
        {
            await SettleAsync(community, await opened.Purse.CloseAsync());
        }
    }

    private Opened OpenedOf(string community) => purses.GetOrAdd(
        community,
        static _ => new Opened());

    private async ValueTask LeaseAsync(CommunityId community, Opened opened, WindowNeed need, Instant now)
    {
        // One request at a time: many members who come at once share one slice.
        await opened.EnterAsync(WaitingMax);
        try
        {
            if (closed)
            {
                throw new GrainStoppingException();
            }

            if (opened.Purse.IsStocked(need, now))
            {
                return;
            }

            await SettleAsync(community.Value, opened.Purse.TakeDone(Instant.MinValue));
            var allocator = grains.Budgets(community);
            var request = new LeaseSlice(
                need.Budget.Id, need.Start, need.Most, holder, Interlocked.Increment(ref requests));
            var slice = await allocator.LeaseAsync(request);
            if (slice is null)
            {
                // What an earlier life has left may be all that there is.
                await SettleEarlierLivesAsync(community.Value, opened);
                slice = await allocator.LeaseAsync(request);
            }

            opened.Purse.Stock(need, slice, now);
        }
        finally
        {
            opened.Exit();
        }
    }

    private async ValueTask SettleAsync(string community, IReadOnlyList<SettleSlice> slices)
    {
        var allocator = grains.Budgets(new CommunityId(community));
        foreach (var slice in slices)
        {
            await allocator.SettleAsync(slice);
        }
    }

    /// <summary>Once for a community, by whoever has the turn to lease.</summary>
    private async ValueTask SettleEarlierLivesAsync(string community, Opened opened)
    {
        if (opened.IsSettled)
        {
            return;
        }

        var allocator = grains.Budgets(new CommunityId(community));
        var left = (await allocator.GetAsync(Now)).Open.Where(slice => slice.Holder != holder).ToList();
        if (left.Count == 0 || journal.IsShared)
        {
            opened.IsSettled = true;
            return;
        }

        var draws = new BudgetDraws();
        var runner = new ProjectionRunner(journal, draws, time, report);
        await runner.LoadAsync(CancellationToken.None);
        await runner.CatchUpAsync(CancellationToken.None);
        await runner.SaveAsync();
        foreach (var slice in left)
        {
            await allocator.SettleAsync(new SettleSlice(slice.Slice, draws.Of(community, slice.Slice)));
        }

        opened.IsSettled = true;
    }

    /// <summary>A purse, and the turn to lease for it.</summary>
    private sealed class Opened : Turn
    {
        public BudgetPurse Purse { get; } = new();

        public bool IsSettled { get; set; }
    }
}
