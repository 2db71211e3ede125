using NodaTime;
using Rewards.Domain.Tests.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Tests.Time;

public sealed class CommunityCalendarTests
{
    [Theory]
    [InlineData("Asia/Shanghai", WindowKind.Day, "2026-03-02T15:59:59Z", "2026-03-01T16:00:00Z",
        "2026-03-02T16:00:00Z")]
    [InlineData("Asia/Shanghai", WindowKind.Week, "2026-03-01T15:59:59Z", "2026-02-22T16:00:00Z",
        "2026-03-01T16:00:00Z")]
    [InlineData("Asia/Shanghai", WindowKind.Week, "2026-01-01T00:00:00Z", "2025-12-28T16:00:00Z",
        "2026-01-04T16:00:00Z")]
    [InlineData("Asia/Shanghai", WindowKind.Month, "2026-02-28T16:00:00Z", "2026-02-28T16:00:00Z",
        "2026-03-31T16:00:00Z")]
    [InlineData("Asia/Shanghai", WindowKind.Month, "2025-12-31T15:00:00Z", "2025-11-30T16:00:00Z",
        "2025-12-31T16:00:00Z")]
    [InlineData("America/New_York", WindowKind.Day, "2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z",
        "2026-03-09T04:00:00Z")]
    [InlineData("America/New_York", WindowKind.Day, "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z",
        "2026-11-02T05:00:00Z")]
    [InlineData("America/New_York", WindowKind.Week, "2026-03-08T12:00:00Z", "2026-03-02T05:00:00Z",
        "2026-03-09T04:00:00Z")]
    [InlineData("Europe/London", WindowKind.Month, "2026-03-29T12:00:00Z", "2026-03-01T00:00:00Z",
        "2026-03-31T23:00:00Z")]
    [InlineData("Australia/Lord_Howe", WindowKind.Day, "2026-10-04T02:00:00Z", "2026-10-03T13:30:00Z",
        "2026-10-04T13:00:00Z")]
    [InlineData("America/Sao_Paulo", WindowKind.Day, "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z",
        "2018-11-05T02:00:00Z")]
    [InlineData("America/Sao_Paulo", WindowKind.Day, "2018-02-18T02:30:00Z", "2018-02-17T02:00:00Z",
        "2018-02-18T03:00:00Z")]
    [InlineData("America/St_Johns", WindowKind.Day, "2010-11-07T02:45:00Z", "2010-11-07T02:30:00Z",
        "2010-11-08T03:30:00Z")]
    [InlineData("Pacific/Apia", WindowKind.Day, "2011-12-30T09:59:59Z", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z")]
    [InlineData("Pacific/Apia", WindowKind.Week, "2011-12-31T10:00:00Z", "2011-12-26T10:00:00Z",
        "2012-01-01T10:00:00Z")]
    public void WindowAt_InTheCommunitysZone_RunsFromLocalMidnightToLocalMidnight(
        string zone, WindowKind kind, string at, string start, string end) =>
        Assert.Equal(
            new Window(Play.At(start), Play.At(end)), new CommunityCalendar(Zone(zone)).WindowAt(kind, Play.At(at)));

    [Fact]
    public void WindowAt_ForLifetime_IsOneWindowForEver()
    {
        var calendar = new CommunityCalendar(Zone("Asia/Shanghai"));

        Assert.Equal(Window.Lifetime, calendar.WindowAt(WindowKind.Lifetime, Play.Noon));
        Assert.Null(Window.Lifetime.End);
    }

    [Theory]
    [InlineData("Pacific/Apia", "2011-12-20T00:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-10-28T00:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-03-30T00:00:00Z")]
    public void Windows_AskedInAnyOrder_CoverTimeWithoutGapOrOverlap(string zone, string from)
    {
        var calendar = new CommunityCalendar(Zone(zone));
        foreach (var kind in new[] { WindowKind.Day, WindowKind.Week, WindowKind.Month })
        {
            for (var hour = 0; hour < 24 * 20; hour++)
            {
                // Forward and backward by turns, so that the window kept from the call before is the wrong one.
                var at = Play.At(from) + Duration.FromHours(hour % 2 == 0 ? hour : 480 - hour);
                var window = calendar.WindowAt(kind, at);
                Assert.True(window.Contains(at));
                Assert.Equal(window, calendar.WindowAt(kind, window.Start));
                Assert.Equal(window.End, calendar.WindowAt(kind, window.End!.Value).Start);
                Assert.False(window.Contains(window.End.Value));
            }
        }
    }

    [Theory]
    [InlineData("Asia/Shanghai", "2026-03-02T15:59:59Z", "P1D", "2026-03-03T16:00:00Z")]
    [InlineData("Asia/Shanghai", "2026-03-02T16:00:00Z", "P1D", "2026-03-04T16:00:00Z")]
    [InlineData("Asia/Shanghai", "2026-01-31T04:00:00Z", "P1M", "2026-02-28T16:00:00Z")]
    [InlineData("Asia/Shanghai", "2024-02-29T04:00:00Z", "P1Y", "2025-02-28T16:00:00Z")]
    [InlineData("America/New_York", "2026-03-07T12:00:00Z", "P1D", "2026-03-09T04:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-02T12:00:00Z", "P1D", "2018-11-04T03:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-29T05:00:00Z", "P1D", "2011-12-30T10:00:00Z")]
    public void EndOfValidity_IsTheEndOfTheLocalDayThatLiesThePeriodLater(
        string zone, string from, string validity, string end)
    {
        var period = NodaTime.Text.PeriodPattern.Roundtrip.Parse(validity).Value;

        Assert.Equal(Play.At(end), new CommunityCalendar(Zone(zone)).EndOfValidity(Play.At(from), period));
    }

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];
}
