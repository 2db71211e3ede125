using NodaTime;
using Rewards.Journal;

namespace Rewards.Grains.Verification;

/// <summary>
/// Holds what members drew from budgets against what allocators leased, settled and took back. One entry for each slice
/// that was ever leased; a slice is enough for many awards, a thousand where the budget is large.
/// </summary>
internal sealed class SliceBooks
{
    /// <summary>More of one community would only repeat the first ones.</summary>
    private const int FindingsMax = 8;
    private static readonly Dictionary<SliceKey, long> NoDraws = [];

    private readonly Dictionary<(string Community, SliceKey Slice), Int128> drawn = [];
    private readonly Dictionary<(string Community, SliceKey Slice), LeasedSlice> leased = [];
    private readonly Dictionary<(string Community, ulong Key, Instant Start), (Int128 Freed, long Version)> freed = [];
    private readonly HashSet<string> broken = new(StringComparer.Ordinal);

    public void Add(MemberAudit member)
    {
        foreach (var (slice, amount) in member.Draws ?? NoDraws)
        {
            Draw((member.Stream.Community, slice), amount);
        }
    }

    public void Add(BudgetAudit budgets)
    {
        foreach (var (slice, said) in budgets.Slices)
        {
            leased[(budgets.Stream.Community, slice)] = said;
        }

        foreach (var ((key, start), use) in budgets.Windows)
        {
            freed[(budgets.Stream.Community, key, start)] = (use.Freed, budgets.Version);
        }
    }

    public void Add(SliceBooks other)
    {
        foreach (var (slice, amount) in other.drawn)
        {
            Draw(slice, amount);
        }

        foreach (var (slice, said) in other.leased)
        {
            leased[slice] = said;
        }

        foreach (var (window, amount) in other.freed)
        {
            freed[window] = amount;
        }

        broken.UnionWith(other.broken);
    }

    /// <summary>A stream could not be replayed to its end: the sums of its community say nothing.</summary>
    public void Break(string community) => broken.Add(community);

    /// <summary>What does not hold, of each community the first.</summary>
    public IEnumerable<Finding> Unbalanced() =>
        leased.Select(entry => Complaint(entry.Key.Community, entry.Key.Slice, entry.Value))
            .Concat(drawn.Where(entry => !leased.ContainsKey(entry.Key)).Select(entry => new Finding(
                StreamId.OfBudgets(entry.Key.Community), 0,
                $"members draw {entry.Value} from slice {entry.Key.Slice.Slice} of the window from "
                + $"{entry.Key.Slice.Start} on, which was never leased.")))
            .Concat(Freed())
            .OfType<Finding>()
            .Where(finding => !broken.Contains(finding.Stream!.Value.Community))
            .GroupBy(finding => finding.Stream)
            .SelectMany(community => community.OrderBy(finding => finding.Version).Take(FindingsMax));

    private Finding? Complaint(string community, SliceKey slice, LeasedSlice said)
    {
        var sum = drawn.GetValueOrDefault((community, slice));
        var what = $"members draw {sum} {said.Currency} from slice {slice.Slice} of the budget '{said.Budget}'";
        return said.Used is { } used && sum != used
            ? new Finding(StreamId.OfBudgets(community), said.Version, $"{what}, which is settled with {used}.")
            : sum > said.Amount
                ? new Finding(StreamId.OfBudgets(community), said.Version, $"{what}, which has {said.Amount}.")
                : null;
    }

    private IEnumerable<Finding> Freed()
    {
        var sums = new Dictionary<(string Community, ulong Key, Instant Start), Int128>();
        foreach (var ((community, slice), amount) in drawn)
        {
            var window = (community, slice.Key, slice.Start);
            sums[window] = sums.GetValueOrDefault(window) + amount;
        }

        foreach (var (window, (amount, version)) in freed)
        {
            if (amount > sums.GetValueOrDefault(window))
            {
                yield return new Finding(
                    StreamId.OfBudgets(window.Community), version,
                    $"{amount} are given back to the window from {window.Start} on, from which members drew "
                    + $"{sums.GetValueOrDefault(window)}.");
            }
        }
    }

    private void Draw((string Community, SliceKey Slice) slice, Int128 amount) =>
        drawn[slice] = drawn.GetValueOrDefault(slice) + amount;
}
