namespace Rewards.LoadTests.Runs;

/// <summary>When the run began, for the limits that belong to a day.</summary>
public static class RunClock
{
    public static DateTimeOffset Began { get; } = DateTimeOffset.UtcNow;

    public static bool CrossedMidnightIn(string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        return TimeZoneInfo.ConvertTime(Began, zone).Date != TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, zone).Date;
    }
}
