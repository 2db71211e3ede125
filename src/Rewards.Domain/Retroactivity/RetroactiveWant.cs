namespace Rewards.Domain.Retroactivity;

/// <summary>What a rule of the new version would have given to the member who acted, in the order of its amounts.
/// </summary>
public sealed record WantedAward(int Rule, IReadOnlyList<WantedAmount> Amounts);

/// <summary>An amount of it, in whole units.</summary>
public readonly record struct WantedAmount(string Currency, long Amount);

/// <summary>What the new version would have given for an activity, at once and to the member who acted.</summary>
public sealed record RetroactiveWant(string Activity, IReadOnlyList<WantedAward> Awards);

/// <summary>What was given for an activity before, by whatever version.</summary>
/// <param name="ByCurrency">All of it, in whole units.</param>
/// <param name="Rules">The ids of the rules that awarded it.</param>
public sealed record GivenBefore(IReadOnlyDictionary<string, long> ByCurrency, IReadOnlySet<string> Rules);
