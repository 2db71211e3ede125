namespace Rewards.LoadTests.SharedStore;

/// <summary>A run against the shared store.</summary>
/// <param name="Connection">Connection string of the Azurite that the script started.</param>
/// <param name="Rounds">How often the contenders take turns.</param>
/// <param name="WarmUp">How long one of them plays in a round before it is measured.</param>
/// <param name="Measured">How long one of them is measured in a round.</param>
/// <param name="Clients">Requests under way at once, of those who award.</param>
/// <param name="PlainClients">
/// Plain inserts under way at once: no fewer than the store has requests of the awards, which are one or two for each
/// member of a request and a few for the log.
/// </param>
/// <param name="Lines">Awards of one request.</param>
/// <param name="LoadTestsFolder">Where figures are stored; null: nowhere.</param>
public sealed record StoreRunOptions(
    string Connection, int Rounds, TimeSpan WarmUp, TimeSpan Measured, int Clients, int PlainClients, int Lines,
    string? LoadTestsFolder)
{
    /// <summary>A request of the awards is about five members, each with a read or a write under way.</summary>
    private const int PlainPerClient = 6;

    public static StoreRunOptions Parse(IEnumerable<string> words)
    {
        var arguments = new Arguments(words, "--quick");
        var quick = arguments.Flag("--quick");
        var clients = arguments.Number("--clients", 32);
        return new StoreRunOptions(
            arguments.Text("--connection"),
            arguments.Number("--rounds", quick ? 2 : 5),
            TimeSpan.FromSeconds(quick ? 1 : 2),
            TimeSpan.FromSeconds(arguments.Fraction("--seconds", quick ? 2 : 6)),
            clients,
            arguments.Number("--plain-clients", clients * PlainPerClient),
            arguments.Number("--batch", 100),
            quick ? null : arguments.TextOrNull("--loadtests"));
    }
}
