using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;
using Rewards.Grains.Retroactivity;

namespace Rewards.Grains.Verification;

/// <summary>A version grants for an activity once, no more than it asks, and takes nothing away.</summary>
internal sealed class GrantAudit
{
    private readonly HashSet<(int Version, string Activity)> seen = [];

    public int Count => seen.Count;

    public void See(GrantedRetroactively granted, ExpectedRows rows, Action<string> complain)
    {
        var activity = granted.Activity.Value;
        rows.Add(RetroactiveRows.Key(activity));
        rows.Add(RetroactiveRows.Key(granted.Version, activity));
        if (!seen.Add((granted.Version, activity)))
        {
            complain($"version {granted.Version} grants for activity '{activity}' a second time.");
        }

        if (granted.FromVersion >= granted.Version
            || granted.Lines.Any(line => line.Granted <= 0 || line.Granted > line.Asked))
        {
            complain($"version {granted.Version} grants what it cannot for activity '{activity}'.");
        }
    }

    /// <summary>What a counter of a use is about beside the member.</summary>
    public static string? TargetOf(GrantedRetroactively granted, in LimitUse use) => use.Scope switch
    {
        LimitScope.MemberAndSubject => granted.Subject,
        LimitScope.MemberAndCounterparty => granted.Counterparty,
        _ => null,
    };
}
