using NodaTime;

namespace Rewards.Domain.Rules;

/// <summary>
/// A test of something that is not among the activity's facts: its value at the time of the decision goes into the
/// receipt.
/// </summary>
public abstract record MeasuredTest(int Ordinal) : Condition(Ordinal)
{
    /// <summary>The value; null when it is not known, which fails the test.</summary>
    public abstract long? ValueOf(in ConditionInputs inputs);

    public sealed override int? FailsAt(in ConditionInputs inputs) =>
        ValueOf(inputs) is { } value && Holds(value) ? null : Ordinal;

    public sealed override Condition? Find(int ordinal) => ordinal == Ordinal ? this : null;

    /// <summary>Whether the test holds for a value.</summary>
    public abstract bool Holds(long value);
}

/// <summary>A test of a number against one bound.</summary>
public abstract record NumberTest(int Ordinal, Comparison Comparison, long Threshold) : MeasuredTest(Ordinal)
{
    public sealed override bool Holds(long value) => Comparison switch
    {
        Comparison.AtLeast => value >= Threshold,
        Comparison.MoreThan => value > Threshold,
        Comparison.AtMost => value <= Threshold,
        _ => value == Threshold,
    };
}

/// <summary>Whole days of 24 hours since the member's first record; 0 for a new one.</summary>
public sealed record MembershipDaysTest(int Ordinal, Comparison Comparison, long Threshold)
    : NumberTest(Ordinal, Comparison, Threshold)
{
    public override long? ValueOf(in ConditionInputs inputs) =>
        inputs.MemberSince is { } since && inputs.At > since ? (long)(inputs.At - since).TotalDays : 0;
}

/// <summary>How often something happened before; see <see cref="Tally"/>.</summary>
public sealed record HistoryTest(int Ordinal, Comparison Comparison, long Threshold, Tally Tally)
    : NumberTest(Ordinal, Comparison, Threshold)
{
    public override long? ValueOf(in ConditionInputs inputs) =>
        Tally.Scope.IsKeyed() && Tally.Scope.TargetOf(inputs.Activity) is null
            ? null
            : inputs.Counters.ValueOf(
                Tally.Scope, Tally.Key, inputs.Calendar.WindowAt(Tally.Window, inputs.At).Start);
}

/// <summary>The local day of the week is one of a set; bit 1 is Monday, bit 7 Sunday.</summary>
public sealed record WeekdayTest(int Ordinal, int Days) : MeasuredTest(Ordinal)
{
    public override long? ValueOf(in ConditionInputs inputs) => (long)inputs.Local.DayOfWeek;

    public override bool Holds(long value) => (Days & (1 << (int)value)) != 0;
}

/// <summary>
/// The local hour (0 to 23) is from <paramref name="From"/> to before <paramref name="Before"/>; over midnight when
/// From is the later one.
/// </summary>
public sealed record HourTest(int Ordinal, int From, int Before) : MeasuredTest(Ordinal)
{
    public override long? ValueOf(in ConditionInputs inputs) => inputs.Local.Hour;

    public override bool Holds(long value) => From < Before
        ? value >= From && value < Before
        : value >= From || value < Before;
}

/// <summary>The local date lies in a campaign, first and last day included; its value is in days since 1970.</summary>
public sealed record DateTest(int Ordinal, LocalDate? From, LocalDate? Through) : MeasuredTest(Ordinal)
{
    private static readonly LocalDate Origin = new(1970, 1, 1);
    private readonly long first = From is { } day ? DaysSince(day) : long.MinValue;
    private readonly long last = Through is { } day ? DaysSince(day) : long.MaxValue;

    public override long? ValueOf(in ConditionInputs inputs) => DaysSince(inputs.Local.Date);

    public override bool Holds(long value) => value >= first && value <= last;

    public bool Includes(LocalDate date) => Holds(DaysSince(date));

    private static long DaysSince(LocalDate date) => Period.DaysBetween(Origin, date);
}
