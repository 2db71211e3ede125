using NodaTime;

namespace Rewards.Domain.Vesting;

/// <summary>
/// The awards of a member that vest: a bounded list, changed by events alone. Members without any have none of it.
/// </summary>
public static class OpenVestings
{
    /// <summary>Evolves by one event; null stands for an empty list.</summary>
    public static IReadOnlyList<OpenVesting>? After(IReadOnlyList<OpenVesting>? open, object change) => change switch
    {
        VestingStarted started => [.. open ?? [], OpenVesting.Of(started)],
        ActiveDayCounted counted => Seen(open, counted.Day),
        VestingMatured matured => Without(open, matured.Activity, matured.Rule),
        VestingVoided voided => Without(open, voided.Activity, voided.Rule),
        _ => open,
    };

    /// <summary>A reversal of the activity ends all that vests for it.</summary>
    public static IReadOnlyList<OpenVesting>? Without(IReadOnlyList<OpenVesting>? open, ActivityId activity) =>
        Kept(open, vesting => vesting.Activity != activity);

    public static bool AnyEnded(IReadOnlyList<OpenVesting>? open, Instant now)
    {
        for (var i = 0; open is not null && i < open.Count; i++)
        {
            if (open[i].EndsAt <= now)
            {
                return true;
            }
        }

        return false;
    }

    private static OpenVesting[]? Without(IReadOnlyList<OpenVesting>? open, ActivityId activity, int rule) =>
        Kept(open, vesting => vesting.Activity != activity || vesting.Rule != rule);

    private static OpenVesting[]? Kept(IReadOnlyList<OpenVesting>? open, Func<OpenVesting, bool> keeps)
    {
        OpenVesting[] kept = [.. (open ?? []).Where(keeps)];
        return kept.Length == 0 ? null : kept;
    }

    private static IReadOnlyList<OpenVesting>? Seen(IReadOnlyList<OpenVesting>? open, int day) => open is null
        ? null
        : [.. open.Select(vesting => vesting.Misses(day) ? vesting.With(day) : vesting)];
}
