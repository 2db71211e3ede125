using NodaTime;

namespace Rewards.Domain.Vesting;

/// <summary>
/// When an award matures: the member who acted must have been active on <paramref name="ActiveDays"/> different days of
/// the community's calendar, the first one included, before <paramref name="Within"/> has passed since the award.
/// </summary>
public sealed record VestingTerms(int ActiveDays, Duration Within)
{
    public const int ActiveDaysMin = 2;

    /// <summary>Longest window.</summary>
    public static readonly Duration WithinMax = Duration.FromDays(366);

    /// <summary>
    /// Most awards of one member that vest at the same time: they are in the member's state, a day may bring all of
    /// them to maturity and a ban voids all of them, in one record each.
    /// </summary>
    public const int OpenMax = 8;

    /// <summary>
    /// Most counters in keyed rows of a rule that vests: voiding all open ones frees them in one record.
    /// </summary>
    public const int KeyedCountersMax = 4;

    /// <summary>
    /// Most counters per subject or counterparty of one activity type in a programme with rules that vest: beside them
    /// the record of an activity sets a row for each award that it brings to maturity.
    /// </summary>
    public const int CountersPerTypeMax = 48;
}
