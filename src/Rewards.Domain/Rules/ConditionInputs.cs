using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Members;
using Rewards.Domain.Standing;
using Rewards.Domain.Time;

namespace Rewards.Domain.Rules;

/// <summary>Counters as they stand before an activity; 0 for one that was never used.</summary>
public interface ICounterValues
{
    /// <summary>
    /// The counter's value. For a scope with a subject or counterparty it is the one of the activity at hand, which
    /// must have one.
    /// </summary>
    long ValueOf(LimitScope scope, ulong key, Instant start);
}

/// <summary>
/// Everything that a condition may read. <paramref name="At"/> is when the activity happened;
/// <paramref name="MemberSince"/> is null for a member whose first activity this is.
/// </summary>
public readonly record struct ConditionInputs(
    Activity Activity, Instant At, CommunityCalendar Calendar, Instant? MemberSince, ICounterValues Counters)
{
    /// <summary>Who acted; null where nobody asks.</summary>
    public string? Actor { get; init; }

    /// <summary>What is left of budgets; null: nothing.</summary>
    public BudgetLeft? BudgetLeft { get; init; }

    private readonly StandingKind standing;

    /// <summary>How the member stands at the time of receipt; good where nobody asks.</summary>
    public StandingKind Standing
    {
        get => standing == default ? StandingKind.Good : standing;
        init => standing = value;
    }

    /// <summary>What the member has come to before this activity; null: nothing.</summary>
    public Achievements? Achievements { get; init; }

    private static readonly CommunityCalendar Utc = new(DateTimeZone.Utc);

    /// <summary>An activity alone: at the beginning of time, by a new member without history.</summary>
    public static ConditionInputs Of(Activity activity) =>
        new(activity, activity.At ?? NodaConstants.UnixEpoch, Utc, null, NoCounters.Instance);

    /// <summary>The moment on the community's clocks.</summary>
    public LocalDateTime Local => At.InZone(Calendar.Zone).LocalDateTime;

    private sealed class NoCounters : ICounterValues
    {
        public static readonly NoCounters Instance = new();

        public long ValueOf(LimitScope scope, ulong key, Instant start) => 0;
    }
}
