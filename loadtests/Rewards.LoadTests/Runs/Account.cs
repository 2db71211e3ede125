using System.Runtime.InteropServices;
using Rewards.LoadTests.Generating;

namespace Rewards.LoadTests.Runs;

/// <summary>All that the Rewards server has acknowledged in this run, by member.</summary>
public sealed class Account
{
    private readonly long[] byMember = new long[Workload.Members.Count + 1];

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
        var round = MemoryMarshal.Cast<byte, long>(File.ReadAllBytes(acknowledgedFile));
        for (var member = 0; member < byMember.Length; member++)
            byMember[member] += round[member];
    }

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
        return Enumerable.Range(1, busiest).Concat(drawn.Where(member => byMember[member] > 0).Distinct().Take(others));
    }
}
