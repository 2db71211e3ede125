using NodaTime;

namespace Rewards.Grains.Vesting;

/// <summary>An award that vests, as its member sees it.</summary>
public sealed record VestingView(
    string Activity, int RulesVersion, int Rule, int DaysSeen, int DaysNeeded, Instant EndsAt);
