namespace Rewards.Repo.Tests;

internal static class Rule
{
    /// <summary>Fails with every breach on a line of its own.</summary>
    public static void Holds(IEnumerable<string> breaches)
    {
        var found = breaches.ToList();
        Assert.True(found.Count == 0, $"{found.Count} breach(es):\n" + string.Join('\n', found));
    }
}
