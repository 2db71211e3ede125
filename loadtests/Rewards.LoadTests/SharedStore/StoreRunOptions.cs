namespace Rewards.LoadTests.SharedStore;

/// <summary>A run against the shared store.</summary>
/// <param name="Connection">Connection string of the Azurite that the script started.</param>
/// <param name="Rounds">How often the contenders take turns.</param>
/// <param name="WarmUp">How long one of them plays in a round before it is measured.</param>
/// <param name="Measured">How long one of them is measured in a round.</param>
/// <param name="Clients">Requests under way at once, of each contender.</param>
/// <param name="Lines">Awards of one request.</param>
/// <param name="LoadTestsFolder">Where figures are stored; null: nowhere.</param>
public sealed record StoreRunOptions(
    string Connection, int Rounds, TimeSpan WarmUp, TimeSpan Measured, int Clients, int Lines, string? LoadTestsFolder)
{
    public static StoreRunOptions Parse(IEnumerable<string> words)
    {
        var arguments = new Arguments(words, "--quick");
        var quick = arguments.Flag("--quick");
        return new StoreRunOptions(
            arguments.Text("--connection"),
            arguments.Number("--rounds", quick ? 2 : 5),
            TimeSpan.FromSeconds(quick ? 1 : 2),
            TimeSpan.FromSeconds(arguments.Fraction("--seconds", quick ? 2 : 6)),
            arguments.Number("--clients", 32),
            arguments.Number("--batch", 100),
            quick ? null : arguments.TextOrNull("--loadtests"));
    }
}
