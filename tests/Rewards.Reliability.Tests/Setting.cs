using System.Globalization;

namespace Rewards.Reliability.Tests;

/// <summary>Numbers of rounds: small ones in the default build, others from a variable for a long run.</summary>
internal static class Setting
{
    public static int Of(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;

    public static void Tell(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
