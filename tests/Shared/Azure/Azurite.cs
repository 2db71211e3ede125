namespace Rewards.Tests.Shared.Azure;

/// <summary>
/// The Azurite that <c>./test</c> has installed, started and named in the environment; every test makes a table of its
/// own there.
/// </summary>
public static class Azurite
{
    public const string Variable = "REWARDS_AZURITE";

    private static readonly string Run = Guid.NewGuid().ToString("N")[..12];
    private static int tables;

    /// <summary>
    /// Its connection string. Without it the test skips on a developer's machine and fails where <c>CI=true</c>.
    /// </summary>
    public static string ConnectionString
    {
        get
        {
            var connection = Environment.GetEnvironmentVariable(Variable);
            if (!string.IsNullOrEmpty(connection))
            {
                return connection;
            }

            const string reason = $"no Azurite: run ./test, or start one and set {Variable} to its connection string";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", reason);
            Assert.Fail(reason);
            return "";
        }
    }

    /// <summary>The name of a table that nobody else uses; letters and digits, as the service wants it.</summary>
    public static string NewTable() => $"t{Run}n{Interlocked.Increment(ref tables)}";
}
