using Rewards.Journal;

namespace Rewards.Grains.Verification;

/// <summary>Collects what is wrong; the first ones are kept, all are counted.</summary>
internal sealed class Findings(int kept)
{
    private readonly Lock gate = new();
    private readonly List<Finding> list = [];

    public long Count { get; private set; }

    public void Add(Finding finding)
    {
        lock (gate)
        {
            Count++;
            if (list.Count < kept)
            {
                list.Add(finding);
            }
        }
    }

    public void Add(string what) => Add(new Finding(null, 0, what));

    /// <summary>In an order that does not depend on which worker was quicker.</summary>
    public IReadOnlyList<Finding> InOrder() =>
    [
        .. list.OrderBy(one => one.Stream is null ? 0 : 1)
            .ThenBy(one => one.Stream?.Kind)
            .ThenBy(one => one.Stream?.Community, StringComparer.Ordinal)
            .ThenBy(one => one.Stream?.Name, StringComparer.Ordinal)
            .ThenBy(one => one.Version)
            .ThenBy(one => one.What, StringComparer.Ordinal),
    ];
}
