using NodaTime;
using Rewards.Domain.Budgets;
using Rewards.Domain.Members;
using Rewards.Grains.InProcess;
using Rewards.Journal;

namespace Rewards.Grains.Budgets;

/// <summary>
/// The slices of one community's budgets that this host holds. Decisions that may draw are made under its lock, on what
/// is really there, and draw at once; the record of the activity names the slice. What is drawn stays drawn unless the
/// append surely wrote nothing: a slice with a draw of unknown fate is settled from the journal alone.
/// </summary>
internal sealed class BudgetPurse
{
    /// <summary>How long a budget that had nothing left is not asked for again.</summary>
    private static readonly Duration DryFor = Duration.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(ulong Key, Instant Start), Pot> pots = [];
    private int underWay;
    private bool isClosed;
    private TaskCompletionSource? quiet;

    /// <summary>Whether there may be enough for the most that is needed, or nothing more is to be had.</summary>
    public bool IsStocked(WindowNeed need, Instant now)
    {
        lock (gate)
        {
            return pots.TryGetValue((need.Budget.Key, need.Start), out var pot)
                && (pot.Left >= need.Most || pot.DryUntil > now);
        }
    }

    /// <summary>Takes a leased slice in; null: nothing is left of the budget for now.</summary>
    public void Stock(WindowNeed need, OpenSlice? slice, Instant now)
    {
        lock (gate)
        {
            var pot = PotOf(need.Budget.Key, need.Start);
            if (slice is null)
            {
                pot.DryUntil = now + DryFor;
            }
            else if (pot.Slices.TrueForAll(known => known.Slice.Slice != slice.Slice))
            {
                pot.Slices.Add(new SliceInHand(slice) { DrawnAt = now });
            }
        }
    }

    /// <summary>
    /// Decides under the lock, and chooses slices for what the decision draws. Null when others have drawn in between
    /// and more may be had, unless the caller has tried often enough: then what is there decides.
    /// </summary>
    public Decision? Decide(
        WindowNeed[] needs, bool atLast, Func<BudgetLeft, Decision> decide, Instant now, out BudgetDraw[] drawn)
    {
        drawn = [];
        lock (gate)
        {
            if (!atLast && !Array.TrueForAll(needs, need => IsStocked(need, now)))
            {
                return null;
            }

            if (isClosed)
            {
                throw new GrainStoppingException();
            }

            var decision = decide((key, start) => pots.TryGetValue((key, start), out var pot) ? pot.Left : 0);
            for (var i = 0; i < decision.Events.Count; i++)
            {
                if (decision.Events[i] is BudgetsDrawn wanted)
                {
                    drawn = [.. wanted.Draws.SelectMany(draw => Choose(draw, now))];
                    MemberEvent[] events = [.. decision.Events];
                    events[i] = new BudgetsDrawn(drawn);
                    underWay++;
                    return decision with { Events = events };
                }
            }

            return decision;
        }
    }

    /// <summary>Follows the append that holds the draws; null: it is durable already.</summary>
    public async void Watch(AppendUnderWay? append, BudgetDraw[] drawn)
    {
        var fate = DrawFate.Spent;
        try
        {
            if (append is not null)
            {
                await append;
            }
        }
        catch (Exception e) when (e is JournalConflictException or JournalBusyException or JournalUnavailableException
            or AppendTooLargeException)
        {
            fate = DrawFate.NotWritten;
        }
        catch
        {
            fate = DrawFate.Unknown;
        }

        End(drawn, fate);
    }

    /// <summary>What became of draws.</summary>
    public void End(BudgetDraw[] drawn, DrawFate fate)
    {
        lock (gate)
        {
            foreach (var draw in drawn)
            {
                var slice = pots[(draw.Key, draw.Start)].Slices.Find(known => known.Slice.Slice == draw.Slice)!;
                slice.Used -= fate == DrawFate.NotWritten ? draw.Amount : 0;
                slice.IsUncertain |= fate == DrawFate.Unknown;
                slice.UnderWay--;
            }

            if (--underWay == 0)
            {
                quiet?.TrySetResult();
            }
        }
    }

    /// <summary>
    /// Hands out slices to be settled: those that are used up, and those that nobody has drawn from for a while, so
    /// that another host can have the rest. Nothing is drawn from them any more.
    /// </summary>
    public IReadOnlyList<SettleSlice> TakeDone(Instant idleSince)
    {
        lock (gate)
        {
            var done = new List<SettleSlice>();
            foreach (var pot in pots.Values)
            {
                pot.Slices.RemoveAll(slice =>
                {
                    var isDone = slice is { UnderWay: 0, IsUncertain: false }
                        && (slice.Left == 0 || slice.DrawnAt <= idleSince);
                    if (isDone)
                    {
                        done.Add(new SettleSlice(slice.Slice.Slice, slice.Used));
                    }

                    return isDone;
                });
            }

            return done;
        }
    }

    /// <summary>Hands out every slice whose use is certain, to be settled; nothing is drawn from it any more.</summary>
    public async ValueTask<IReadOnlyList<SettleSlice>> CloseAsync()
    {
        Task wait;
        lock (gate)
        {
            isClosed = true;
            quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (underWay == 0)
            {
                quiet.SetResult();
            }

            wait = quiet.Task;
        }

        await wait;
        lock (gate)
        {
            SettleSlice[] settled =
            [
                .. pots.Values.SelectMany(pot => pot.Slices).Where(slice => !slice.IsUncertain)
                    .Select(slice => new SettleSlice(slice.Slice.Slice, slice.Used)),
            ];
            pots.Clear();
            return settled;
        }
    }

    /// <summary>What of the slices in hand is drawn already, by slice.</summary>
    public Dictionary<long, long> Used()
    {
        lock (gate)
        {
            return pots.Values.SelectMany(pot => pot.Slices)
                .ToDictionary(slice => slice.Slice.Slice, slice => slice.Used);
        }
    }

    private IEnumerable<BudgetDraw> Choose(BudgetDraw wanted, Instant now)
    {
        var left = wanted.Amount;
        foreach (var slice in pots[(wanted.Key, wanted.Start)].Slices)
        {
            var amount = Math.Min(left, slice.Left);
            if (amount > 0)
            {
                slice.Used += amount;
                slice.UnderWay++;
                slice.DrawnAt = now;
                left -= amount;
                yield return wanted with { Slice = slice.Slice.Slice, Amount = amount };
            }
        }

        if (left > 0)
        {
            throw new InvalidOperationException("A decision drew more than its purse held.");
        }
    }

    private Pot PotOf(ulong key, Instant start)
    {
        if (!pots.TryGetValue((key, start), out var pot))
        {
            pots[(key, start)] = pot = new Pot();
        }

        return pot;
    }

    private sealed class Pot
    {
        public List<SliceInHand> Slices { get; } = [];

        public Instant DryUntil { get; set; }

        public long Left => Slices.Sum(slice => slice.Left);
    }

    private sealed class SliceInHand(OpenSlice slice)
    {
        public OpenSlice Slice { get; } = slice;

        public long Used { get; set; }

        /// <summary>Draws whose appends are on their way.</summary>
        public int UnderWay { get; set; }

        public Instant DrawnAt { get; set; }

        /// <summary>Whether an append of unknown outcome drew from it.</summary>
        public bool IsUncertain { get; set; }

        public long Left => Slice.Amount - Used;
    }
}

/// <summary>What an activity may draw at most from a budget's window.</summary>
internal sealed record WindowNeed(Budget Budget, Instant Start, long Most);

/// <summary>What became of a draw.</summary>
internal enum DrawFate
{
    /// <summary>Durable.</summary>
    Spent,

    /// <summary>Surely not written: it is there again.</summary>
    NotWritten,

    /// <summary>Written or not: it stays drawn here, and the slice is settled from the journal.</summary>
    Unknown,
}
