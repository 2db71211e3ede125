using NodaTime;
using Rewards.Grains.Projections;
using Rewards.Journal;

namespace Rewards.Grains.Verification;

/// <summary>What all streams of one worker come to.</summary>
internal sealed class Tally
{
    private readonly Dictionary<(string Community, string Currency), Int128[]> accounts = [];
    private readonly Dictionary<string, int> rulesUsed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> rulesPublished = new(StringComparer.Ordinal);
    private readonly SliceBooks slices = new();
    private AuditCounts counts;
    private long members;
    private long communities;

    public Instant? LatestAt { get; private set; }

    public VerificationCounts Counts => new(
        counts.Records, counts.Events, members, communities, counts.Postings, counts.Rows, counts.Sides,
        counts.Snapshots);

    /// <summary>Communities with their totals per currency, both in ordinal order.</summary>
    public IReadOnlyList<(string Community, IReadOnlyList<CurrencyTotals> Totals)> Totals =>
    [
        .. accounts.GroupBy(entry => entry.Key.Community, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, (IReadOnlyList<CurrencyTotals>)
            [
                .. group.OrderBy(entry => entry.Key.Currency, StringComparer.Ordinal)
                    .Select(entry => CommunityTotals.Of(entry.Key.Currency, entry.Value)),
            ])),
    ];

    public void Saw(Instant recordedAt) =>
        LatestAt = LatestAt is { } latest && latest > recordedAt ? latest : recordedAt;

    public void Add(StreamAudit audit)
    {
        counts.Add(audit.Counts);
        if (audit.IsBroken)
        {
            slices.Break(audit.Stream.Community);
        }

        if (audit is MemberAudit member)
        {
            slices.Add(member);
            members++;
            Raise(rulesUsed, member.Stream.Community, member.RulesVersionMax);
            foreach (var (currency, balances) in member.Books.All)
            {
                Add((member.Stream.Community, currency), balances);
            }
        }
        else if (audit is CommunityAudit community)
        {
            communities++;
            Raise(rulesPublished, community.Stream.Community, community.RulesVersion);
        }
        else if (audit is BudgetAudit budgets)
        {
            slices.Add(budgets);
        }
    }

    public void Add(Tally other)
    {
        counts.Add(other.counts);
        slices.Add(other.slices);
        members += other.members;
        communities += other.communities;
        if (other.LatestAt is { } latest)
        {
            Saw(latest);
        }

        foreach (var (key, balances) in other.accounts)
        {
            Add(key, balances);
        }

        foreach (var (community, version) in other.rulesUsed)
        {
            Raise(rulesUsed, community, version);
        }

        foreach (var (community, version) in other.rulesPublished)
        {
            Raise(rulesPublished, community, version);
        }
    }

    /// <summary>What does not hold between streams.</summary>
    public IEnumerable<Finding> Between()
    {
        foreach (var unbalanced in slices.Unbalanced())
        {
            yield return unbalanced;
        }

        foreach (var (community, version) in rulesUsed)
        {
            var published = rulesPublished.GetValueOrDefault(community);
            if (version > published)
            {
                yield return new Finding(
                    StreamId.OfCommunity(community), published,
                    $"receipts name version {version} of the rules; {published} is the last that was published.");
            }
        }
    }

    private static void Raise(Dictionary<string, int> versions, string community, int version) =>
        versions[community] = Math.Max(version, versions.GetValueOrDefault(community));

    private void Add((string Community, string Currency) key, Int128[] balances)
    {
        if (!accounts.TryGetValue(key, out var sums))
        {
            accounts[key] = sums = new Int128[MemberBooks.AccountsMax];
        }

        for (var i = 0; i < balances.Length; i++)
        {
            sums[i] += balances[i];
        }
    }
}
