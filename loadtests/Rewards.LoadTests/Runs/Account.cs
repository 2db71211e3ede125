using System.Runtime.InteropServices;
using Rewards.LoadTests.Generating;
using Rewards.LoadTests.Prefill;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Runs;

/// <summary>All that the Rewards server has acknowledged in this run, by member.</summary>
/// <param name="community">The members' community, or the beginning of the names of many.</param>
/// <param name="communities">Over how many they are spread; 0: one, without a number in its name.</param>
/// <param name="dailyCap">Feathers that a member may earn a day.</param>
public sealed class Account(
    string community = RequestTarget.PlainCommunity, int communities = 0, long dailyCap = Account.PlainDailyCap)
{
    /// <summary>As config/communities/load.yaml says.</summary>
    public const long PlainDailyCap = 1_000_000;

    /// <summary>As config/communities/wide.yaml says: it never binds.</summary>
    public const long WideDailyCap = 1_000_000_000_000;

    private readonly long[] byMember = new long[Workload.Members.Count + 1];

    public string Community => community;

    public int Communities => communities;

    public long DailyCap => dailyCap;

    /// <summary>The names of all communities of this account.</summary>
    public IEnumerable<string> CommunityNames => communities == 0
        ? [community]
        : Enumerable.Range(0, communities).Select(number => Where("", 0, "none").CommunityOf(number));

    /// <summary>Activities answered as new.</summary>
    public long Fresh { get; private set; }

    /// <summary>Of these, activities that granted nothing because the cap was used up.</summary>
    public long GrantedNothing { get; private set; }

    /// <summary>Sum of granted amounts.</summary>
    public long Amount { get; private set; }

    public ReadOnlySpan<long> ByMember => byMember;

    public void Add(GeneratorReport report, string acknowledgedFile)
    {
        Fresh += report.Fresh;
        GrantedNothing += report.GrantedNothing;
        Amount += report.Amount;
        AddAmounts(acknowledgedFile);
    }

    public void Add(PrefillReport report, string acknowledgedFile)
    {
        Fresh += report.Awards;
        Amount += report.Amount;
        AddAmounts(acknowledgedFile);
    }

    public RequestTarget Where(string host, int port, string key) =>
        new(host, port, key) { Community = community, Communities = communities };

    public void Add(int member, long amount)
    {
        Fresh++;
        Amount += amount;
        byMember[member] += amount;
    }

    /// <summary>The busiest members and some of the others, all of them with an award.</summary>
    public IEnumerable<int> Sample(int busiest, int others)
    {
        var random = new Random(1);
        var drawn = Enumerable.Range(0, others * 50).Select(_ => random.Next(busiest + 1, byMember.Length));
        return Enumerable.Range(1, busiest).Concat(drawn).Where(member => byMember[member] > 0)
            .Distinct().Take(busiest + others);
    }

    private void AddAmounts(string acknowledgedFile)
    {
        var round = MemoryMarshal.Cast<byte, long>(File.ReadAllBytes(acknowledgedFile));
        for (var member = 0; member < byMember.Length; member++)
            byMember[member] += round[member];
    }
}
