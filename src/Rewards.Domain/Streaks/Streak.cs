using System.Numerics;
using NodaTime;

namespace Rewards.Domain.Streaks;

/// <summary>
/// A streak of a programme: days on which one of the activity types <paramref name="When"/> happened.
/// <paramref name="Freezes"/> missed days a calendar month are forgiven, each by one freeze.
/// </summary>
public sealed record StreakTerms(
    string Id, IReadOnlyDictionary<string, string> Names, IReadOnlyList<string> When, int Freezes)
{
    /// <summary>Most streaks of a programme.</summary>
    public const int Max = 16;

    /// <summary>Most freezes a month; fewer than any month has days, so that none can pass without activity.</summary>
    public const int FreezesMax = 7;
}

/// <summary>
/// A member's streak. Its length as of a day is the number of active days in the longest stretch that ends there and in
/// which no calendar month has more missed days than freezes; the day itself is not missed before it is over. That is a
/// function of the set of active days alone: in which order they are told does not matter, and a day that is told late
/// never makes a streak shorter.
/// Bounded: the latest three months are kept by day (nothing can be told later than that), and of all before them only
/// how far a stretch that reaches them goes on.
/// </summary>
/// <param name="Id">Which streak.</param>
/// <param name="FirstMonth">The first month that is kept by day, in months since the year 0.</param>
/// <param name="Before">Active days before it that a stretch goes on to which reaches its first day.</param>
/// <param name="Months">Active days by month: bit n is day n.</param>
/// <param name="Freezes">The freezes of the version that counted last.</param>
/// <param name="Longest">The greatest length that there ever was.</param>
public sealed record Streak(
    string Id, int FirstMonth, long Before, IReadOnlyList<uint> Months, int Freezes, long Longest)
{
    /// <summary>
    /// Most streaks of one member, over all versions of a programme; the one that rests longest gives way.
    /// </summary>
    public const int Max = 32;

    /// <summary>Months kept by day: an activity may be told 31 days late, in the month before last.</summary>
    public const int MonthsKept = 3;

    /// <summary>A streak without a day.</summary>
    public static Streak Empty(string id) => new(id, 0, 0, [], 0, 0);

    /// <summary>The latest active day; null for none.</summary>
    public LocalDate? LastDay
    {
        get
        {
            for (var i = Months.Count - 1; i >= 0; i--)
            {
                if (Months[i] != 0)
                {
                    return First(FirstMonth + i).PlusDays(BitOperations.Log2(Months[i]) - 1);
                }
            }

            return null;
        }
    }

    public bool Has(LocalDate day) => (MaskOf(MonthOf(day)) & (1u << day.Day)) != 0;

    /// <summary>With one more active day, by that many freezes; one before all that is kept changes nothing.</summary>
    public Streak With(LocalDate day, int freezes)
    {
        var month = MonthOf(day);
        var last = Math.Max(month, FirstMonth + Months.Count - 1);
        var first = Math.Max(FirstMonth, last - MonthsKept + 1);
        if (month < first)
        {
            return this;
        }

        var months = new uint[last - first + 1];
        for (var i = 0; i < months.Length; i++)
        {
            months[i] = MaskOf(first + i);
        }

        months[month - first] |= 1u << day.Day;
        var counted = new Streak(Id, first, Fold(first, freezes), months, freezes, Longest);
        return counted with { Longest = Math.Max(Longest, counted.LongestFrom(day)) };
    }

    /// <summary>The length as of a day.</summary>
    public long LengthAsOf(LocalDate day)
    {
        var count = 0L;
        for (var month = MonthOf(day); month >= FirstMonth; month--)
        {
            var last = month == MonthOf(day) ? day.Day : DaysIn(month);
            var (days, whole) = Walk(MaskOf(month), last, Freezes, open: month == MonthOf(day));
            count += days;
            if (!whole)
            {
                return count;
            }
        }

        return count + Before;
    }

    /// <summary>Freezes of the day's month that are left, if all its missed days so far are to be forgiven.</summary>
    public int FreezesLeft(LocalDate day)
    {
        var missed = 0;
        for (var d = 1; d < day.Day; d++)
        {
            missed += (MaskOf(MonthOf(day)) & (1u << d)) == 0 ? 1 : 0;
        }

        return Math.Max(0, Freezes - missed);
    }

    private uint MaskOf(int month) =>
        month >= FirstMonth && month < FirstMonth + Months.Count ? Months[month - FirstMonth] : 0;

    /// <summary>What a stretch that reaches a later first month goes on to.</summary>
    private long Fold(int first, int freezes)
    {
        var before = Before;
        for (var month = FirstMonth; month < first && month < FirstMonth + Months.Count; month++)
        {
            var (days, whole) = Walk(MaskOf(month), DaysIn(month), freezes, open: false);
            before = days + (whole ? before : 0);
        }

        return first > FirstMonth + Months.Count ? 0 : before;
    }

    private long LongestFrom(LocalDate day)
    {
        var longest = 0L;
        for (var month = MonthOf(day); month < FirstMonth + Months.Count; month++)
        {
            for (var d = month == MonthOf(day) ? day.Day : 1; d <= 31; d++)
            {
                if ((MaskOf(month) & (1u << d)) != 0)
                {
                    longest = Math.Max(longest, LengthAsOf(First(month).PlusDays(d - 1)));
                }
            }
        }

        return longest;
    }

    /// <summary>
    /// Walks a month backward from a day to its first: the active days until a missed one is not forgiven, and whether
    /// the walk came to the beginning.
    /// </summary>
    private static (int Days, bool Whole) Walk(uint mask, int last, int freezes, bool open)
    {
        var (days, left) = (0, freezes);
        for (var d = last; d >= 1; d--)
        {
            if ((mask & (1u << d)) != 0)
            {
                days++;
            }
            else if (!(open && d == last) && left-- == 0)
            {
                return (days, false);
            }
        }

        return (days, true);
    }

    private static int MonthOf(LocalDate day) => (day.Year * 12) + day.Month - 1;

    private static int DaysIn(int month) => First(month).With(DateAdjusters.EndOfMonth).Day;

    private static LocalDate First(int month) => new(month / 12, (month % 12) + 1, 1);
}
