using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Members;

/// <summary>What an activity must satisfy before any rule looks at it. A refusal changes nothing.</summary>
public static class ActivityChecks
{
    /// <exception cref="DomainException"><c>time-out-of-range</c>, <c>unknown-activity-type</c>,
    /// <c>fact-type</c>.</exception>
    public static void Require(Programme programme, Activity activity, Instant now)
    {
        RequireTime(programme, activity, now);
        if (!programme.ActivityTypes.TryGetValue(activity.Type, out var type))
        {
            if (programme.UnknownActivity == UnknownActivityPolicy.Reject)
            {
                throw new DomainException(
                    Refusals.UnknownActivityType,
                    $"The community '{programme.Community}' has no activity type '{activity.Type}'. "
                    + "Declare it under 'activities' in its programme, or send one that is declared.",
                    ("activityType", activity.Type));
            }

            return;
        }

        RequireFacts(type, activity);
    }

    private static void RequireTime(Programme programme, Activity activity, Instant now)
    {
        if (activity.At is not { } at)
        {
            return;
        }

        var earliest = now - programme.LatenessMax;
        var latest = now + ActivityLimits.AheadMax;
        if (at < earliest || at > latest)
        {
            throw new DomainException(
                Refusals.TimeOutOfRange,
                "'at' lies outside the time for which activities are accepted. "
                + "Older ones come in by import only.",
                ("at", at),
                ("earliest", earliest),
                ("latest", latest));
        }
    }

    private static void RequireFacts(ActivityType type, Activity activity)
    {
        if (type.Facts.Count == 0)
        {
            return;
        }

        for (var i = 0; i < activity.Facts.Count; i++)
        {
            var fact = activity.Facts[i];
            if (type.Facts.TryGetValue(fact.Name, out var terms) && !Fits(terms.Kind, fact.Value.Kind))
            {
                throw new DomainException(
                    Refusals.FactType,
                    $"The fact '{fact.Name}' of '{type.Name}' is declared as {Name(terms.Kind)}, "
                    + $"but the activity tells {Name(fact.Value.Kind)}.",
                    ("fact", fact.Name),
                    ("expected", Name(terms.Kind)),
                    ("actual", Name(fact.Value.Kind)));
            }
        }
    }

    /// <summary>A whole number is a decimal too; 5.0 is not an integer.</summary>
    private static bool Fits(FactKind declared, FactKind told) =>
        declared == told || (declared == FactKind.Decimal && told == FactKind.Integer);

    private static string Name(FactKind kind) => kind.ToString().ToLowerInvariant();
}
