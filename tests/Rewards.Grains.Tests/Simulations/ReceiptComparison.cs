using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Grains.Simulations;

namespace Rewards.Grains.Tests.Simulations;

/// <summary>
/// Holds receipts as they were written against those that the same rules make of the same inputs, read back from the
/// journal: activity, member, limits, others' support, time.
/// </summary>
internal sealed class ReceiptComparison
{
    private readonly List<string> different = [];

    public int Count { get; private set; }

    public void Compare(SimulatedActivity activity)
    {
        Count++;
        var again = activity.Draft.OfType<ActivityRecorded>().Single().Receipt;
        if (Tell(again) is var now && Tell(activity.Receipt) is var then && now != then)
        {
            different.Add($"{activity.Activity.Id} of {activity.Member}: was {then}, is {now}");
        }
    }

    public void AssertSame(string where) =>
        Assert.True(different.Count == 0, $"{where}: {string.Join("; ", different.Take(3))} ({different.Count})");

    private static string Tell(Receipt receipt) =>
        $"{receipt.RulesVersion} {receipt.Reason} {string.Join(", ", receipt.Rules)}";
}
