using Rewards.Domain.Retroactivity;

namespace Rewards.Grains.Retroactivity;

/// <summary>
/// Grant what version <paramref name="Version"/> of the rules would have given more for these activities, each once for
/// ever; with <paramref name="Preview"/> only tell it, and write nothing.
/// </summary>
public sealed record GrantRetroactively(int Version, IReadOnlyList<RetroactiveWant> Wants, bool Preview);

/// <summary>An amount of a grant, in whole units, by the rule of that ordinal in the new version.</summary>
public sealed record RetroactiveAmount(int Rule, string Currency, long Asked, long Amount);

/// <summary>What a version grants for an activity that an earlier one decided.</summary>
public sealed record RetroactiveGrant(string Activity, int FromVersion, IReadOnlyList<RetroactiveAmount> Amounts);

/// <summary>What the member is granted by the version for the activities asked for, what was granted before included.
/// </summary>
public sealed record RetroactiveAnswer(IReadOnlyList<RetroactiveGrant> Grants);

/// <summary>
/// Let the grants of a version be made of which somebody has seen the preview of that name, with so many postings and
/// these sums.
/// </summary>
public sealed record ConfirmGrants(
    int Version, string Preview, long Postings, IReadOnlyList<CurrencySum> Sums, string By);

/// <summary>
/// All members up to <paramref name="After"/> have what they are granted (null: all there are): so many postings and
/// these sums so far.
/// </summary>
public sealed record AdvanceGrants(int Version, string? After, long Postings, IReadOnlyList<CurrencySum> Sums);
