using NodaTime;
using NodaTime.TimeZones;

namespace Rewards.Domain.Time;

/// <summary>Kinds of windows in which a limit counts. The numbers are on disk.</summary>
public enum WindowKind : byte
{
    Day = 1,

    /// <summary>ISO week: begins on Monday.</summary>
    Week = 2,
    Month = 3,
    Lifetime = 4,
}

/// <summary>A window from <paramref name="Start"/> to before <paramref name="End"/> (null: open for ever).</summary>
public readonly record struct Window(Instant Start, Instant? End)
{
    public static readonly Window Lifetime = new(NodaConstants.UnixEpoch, null);

    public bool Contains(Instant at) => at >= Start && (End is not { } end || at < end);
}

/// <summary>
/// Windows and periods in a community's time zone, stored as instants: a day is from local midnight (or the first
/// moment of the day where midnight does not exist) to the next, 23, 24 or 25 hours long.
/// </summary>
public sealed class CommunityCalendar(DateTimeZone zone)
{
    // A day that a zone left out as a whole (Samoa in 2011 moved over the date line) is empty: it
    // begins where the next does.
    private static readonly ZoneLocalMappingResolver FirstMoment =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    // The window of the last call per kind: nearly every activity falls into the current one. Torn reads are impossible
    // because the box is replaced as a whole.
    private readonly Boxed?[] recent = new Boxed?[4];

    // The same for the end of a validity: it depends on the local day only.
    private EndOfDay? recentValidity;

    public DateTimeZone Zone { get; } = zone;

    public Window WindowAt(WindowKind kind, Instant at)
    {
        if (kind == WindowKind.Lifetime)
        {
            return Window.Lifetime;
        }

        var known = recent[(int)kind];
        if (known is not null && known.Window.Contains(at))
        {
            return known.Window;
        }

        var window = Compute(kind, at);
        recent[(int)kind] = new Boxed(window);
        return window;
    }

    /// <summary>
    /// The instant at which something that is valid for <paramref name="validity"/> from <paramref name="from"/> ends:
    /// the end of the local day that lies the period later.
    /// </summary>
    public Instant EndOfValidity(Instant from, Period validity)
    {
        var known = recentValidity;
        if (known is not null && known.Day.Contains(from) && known.Validity.Equals(validity))
        {
            return known.End;
        }

        var end = StartOf(DayOf(from).Plus(validity).PlusDays(1));
        recentValidity = new EndOfDay(WindowAt(WindowKind.Day, from), validity, end);
        return end;
    }

    private Window Compute(WindowKind kind, Instant at)
    {
        var date = DayOf(at);
        var (first, next) = kind switch
        {
            WindowKind.Day => (date, date.PlusDays(1)),
            WindowKind.Week => (date.PlusDays(1 - (int)date.DayOfWeek), date.PlusDays(8 - (int)date.DayOfWeek)),
            WindowKind.Month =>
                (new LocalDate(date.Year, date.Month, 1), new LocalDate(date.Year, date.Month, 1).PlusMonths(1)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return new Window(StartOf(first), StartOf(next));
    }

    /// <summary>
    /// The day whose window holds the instant. Where clocks went back over midnight (Newfoundland, 00:01 until 2011),
    /// the hour that came twice belongs to the day that had begun: an instant is in one day, whatever was asked before.
    /// </summary>
    public LocalDate DayOf(Instant at)
    {
        var date = at.InZone(Zone).Date;
        var next = date.PlusDays(1);
        return at < StartOf(next) ? date : next;
    }

    private Instant StartOf(LocalDate date) => Zone.ResolveLocal(date.AtMidnight(), FirstMoment).ToInstant();

    private sealed record Boxed(Window Window);

    private sealed record EndOfDay(Window Day, Period Validity, Instant End);
}
