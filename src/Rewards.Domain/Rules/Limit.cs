using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Time;

namespace Rewards.Domain.Rules;

/// <summary>Whose use a limit counts. The numbers are on disk (in row keys).</summary>
public enum LimitScope : byte
{
    Member = 1,

    /// <summary>The member and the activity's subject (an article, a board…); the activity must have one.</summary>
    MemberAndSubject = 2,

    /// <summary>The member and the activity's counterparty (the other person); the activity must have one.</summary>
    MemberAndCounterparty = 3,
}

/// <summary>Where counters of a scope live.</summary>
public static class LimitScopes
{
    /// <summary>Most counters of these scopes grow with a member's life, so each is a keyed row.</summary>
    public static bool IsKeyed(this LimitScope scope) => scope != LimitScope.Member;

    /// <summary>What the counter is about beside the member; null where the activity does not tell it.</summary>
    public static string? TargetOf(this LimitScope scope, Activity activity) => scope switch
    {
        LimitScope.MemberAndSubject => activity.Subject,
        LimitScope.MemberAndCounterparty => activity.Counterparty,
        _ => null,
    };
}

/// <summary>What a limit counts.</summary>
public enum LimitUnit : byte
{
    /// <summary>Amount granted, in one currency.</summary>
    Amount = 1,

    /// <summary>Number of activities that the rule awarded.</summary>
    Times = 2,

    /// <summary>Time since the last activity that the rule awarded.</summary>
    CoolDown = 3,
}

/// <summary>
/// One limit of a rule. <paramref name="Key"/> names it on disk: it depends on rule, scope, window, unit and currency
/// and not on the maximum, so that raising a limit in a new version keeps what was already used.
/// </summary>
public sealed record Limit(
    ulong Key, LimitScope Scope, LimitUnit Unit, WindowKind Window, string? Currency, long Max, Duration CoolDown);
