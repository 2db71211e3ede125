using NodaTime;
using NodaTime.Text;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads ISO 8601 periods: lengths of time that are always equally long, and validities in calendar units.
/// </summary>
internal static class Periods
{
    /// <summary>Far above every permitted component and far below every overflow.</summary>
    private const long ComponentMax = 100_000_000;

    private const int ValidityYearsMax = 10;

    /// <summary>A length of time in whole seconds, more than zero and at most <paramref name="max"/>.</summary>
    public static Duration? ReadLength(DocumentField field, Duration max)
    {
        var allowed = "an ISO period in days, hours, minutes and seconds, more than zero and at most "
            + $"P{max.Days}D, like P7D or PT10M";
        if (Parse(field, allowed) is not { } period)
        {
            return null;
        }

        var calendar = period.Years != 0 || period.Months != 0 || period.Weeks != 0;
        var split = period.Milliseconds != 0 || period.Ticks != 0 || period.Nanoseconds != 0;
        if (calendar || split || IsBeyond(period.Days, period.Hours, period.Minutes, period.Seconds))
        {
            field.Refuse(allowed);
            return null;
        }

        var length = period.ToDuration();
        if (length > Duration.Zero && length <= max)
        {
            return length;
        }

        field.Refuse(allowed);
        return null;
    }

    /// <summary>A validity in days, months and years, more than zero and at most ten years.</summary>
    public static Period? ReadValidity(DocumentField field)
    {
        const string allowed = "an ISO period in days, months and years, more than zero and at most P10Y, like P365D";
        if (Parse(field, allowed) is not { } period)
        {
            return null;
        }

        if (period.HasTimeComponent || period.Weeks != 0 || !IsWithinYears(period))
        {
            field.Refuse(allowed);
            return null;
        }

        return period;
    }

    private static Period? Parse(DocumentField field, string allowed)
    {
        if (field.AsText(allowed) is not { } text)
        {
            return null;
        }

        var parsed = PeriodPattern.Roundtrip.Parse(text);
        if (parsed.Success)
        {
            return parsed.Value;
        }

        field.Refuse(allowed);
        return null;
    }

    private static bool IsWithinYears(Period period)
    {
        if (IsBeyond(period.Years, period.Months, period.Days) || period.Years > ValidityYearsMax
            || period.Months > ValidityYearsMax * 12 || period.Days > ValidityYearsMax * 366)
        {
            return false;
        }

        // Months and years differ in length; a fixed first day makes the comparison definite.
        var first = new LocalDate(2000, 1, 1);
        var last = first.Plus(period);
        return last > first && last <= first.PlusYears(ValidityYearsMax);
    }

    private static bool IsBeyond(params ReadOnlySpan<long> components)
    {
        foreach (var component in components)
        {
            if (component is < 0 or > ComponentMax)
            {
                return true;
            }
        }

        return false;
    }
}
