using System.Globalization;

namespace Rewards.LoadTests.Runs;

/// <summary>Makes ids unique across runs and rounds.</summary>
public static class RunId
{
    private static readonly string Run =
        RunClock.Began.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);

    public static string Of(int round) => string.Create(CultureInfo.InvariantCulture, $"{Run}-{round:D3}");
}
