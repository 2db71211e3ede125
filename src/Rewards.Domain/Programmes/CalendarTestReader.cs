using NodaTime;
using NodaTime.Text;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads tests of the community's calendar: <c>{ weekday: [saturday, sunday] }</c>, <c>{ hours: { from: 9,
/// before: 18 } }</c>, <c>{ dates: { from: 2026-11-11, through: 2026-11-12 } }</c>.
/// </summary>
internal static class CalendarTestReader
{
    private static readonly Dictionary<string, int> Days = Enum.GetValues<IsoDayOfWeek>()
        .Where(day => day != IsoDayOfWeek.None)
        .ToDictionary(day => day.ToString().ToLowerInvariant(), day => (int)day, StringComparer.Ordinal);

    public static Condition? ReadWeekday(DocumentMapping mapping, int ordinal)
    {
        mapping.AllowOnly("weekday");
        var field = mapping.Find("weekday")!;
        var items = field.Node is ListNode ? field.AsList("a list of days")! : [field];
        if (items.Count == 0)
        {
            field.Complain($"is empty; allowed: one or more of {string.Join(", ", Days.Keys)}");
            return null;
        }

        var set = 0;
        foreach (var item in items)
        {
            if (item.AsWord(Days) is not { } day)
            {
                return null;
            }

            if ((set & (1 << day)) != 0)
            {
                item.Complain("is written twice; write each day once");
                return null;
            }

            set |= 1 << day;
        }

        return new WeekdayTest(ordinal, set);
    }

    public static Condition? ReadHours(DocumentMapping mapping, int ordinal)
    {
        mapping.AllowOnly("hours");
        var field = mapping.Find("hours")!;
        if (field.AsMapping("a mapping like { from: 9, before: 18 }") is not { } hours)
        {
            return null;
        }

        hours.AllowOnly("from", "before");
        var from = hours.Require("from", "an hour from 0 to 23")?.AsInteger(0, 23);
        var before = hours.Require("before", "an hour from 1 to 24")?.AsInteger(1, 24);
        if (from is null || before is null)
        {
            return null;
        }

        if (from == before || (from == 0 && before == 24))
        {
            field.Complain(from == before
                ? "holds at no hour; allowed: a before that differs from its from, like { from: 22, before: 6 }"
                : "holds at every hour; allowed: a part of the day, or no test of hours");
            return null;
        }

        return new HourTest(ordinal, (int)from, (int)before);
    }

    public static Condition? ReadDates(DocumentMapping mapping, int ordinal)
    {
        mapping.AllowOnly("dates");
        return ReadRange(mapping.Find("dates")!, ordinal);
    }

    /// <summary><c>{ from: 2026-11-11, through: 2026-11-12 }</c>, both included.</summary>
    public static DateTest? ReadRange(DocumentField field, int ordinal)
    {
        const string allowed = "a mapping like { from: 2026-11-11, through: 2026-11-12 }, one of them may be left out";
        if (field.AsMapping(allowed) is not { } dates)
        {
            return null;
        }

        dates.AllowOnly("from", "through");
        var (from, through) = (dates.Find("from"), dates.Find("through"));
        if (from is null && through is null)
        {
            field.Complain($"has no date; allowed: {allowed}");
            return null;
        }

        var (first, last) = (ReadDate(from), ReadDate(through));
        if ((from is not null && first is null) || (through is not null && last is null))
        {
            return null;
        }

        if (first > last)
        {
            through!.Complain("lies before its from; allowed: the same day or a later one");
            return null;
        }

        return new DateTest(ordinal, first, last);
    }

    private static LocalDate? ReadDate(DocumentField? field)
    {
        const string allowed = "a date like 2026-11-11";
        if (field?.AsText(allowed) is not { } text)
        {
            return null;
        }

        var parsed = LocalDatePattern.Iso.Parse(text);
        if (parsed.Success && parsed.Value.Year is >= 1970 and <= 9_000)
        {
            return parsed.Value;
        }

        field.Refuse(allowed);
        return null;
    }
}
