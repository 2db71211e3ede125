using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Vesting;

/// <summary>Decides what an active day, the end of the time and a ban do to awards that vest. Each ends once.</summary>
public static class VestingDecider
{
    /// <summary>
    /// Adds what an activity means for what has been vesting before it: its day, and what matures by it. What has ended
    /// by now does not take part, even when its wake-up is late.
    /// </summary>
    public static void CountInto(
        MemberState state, Programme programme, Activity activity, Instant now, List<MemberEvent> events)
    {
        var day = DayOf(programme, activity, now);
        if (state.Vestings is not { } open || !open.Any(vesting => vesting.EndsAt > now && vesting.Misses(day)))
        {
            return;
        }

        events.Add(new ActiveDayCounted(day));
        foreach (var vesting in open)
        {
            if (vesting.EndsAt > now && vesting.Misses(day) && vesting.DaysSeen + 1 >= vesting.DaysNeeded)
            {
                var moves = vesting.Own
                    .Select(own => new Posting(
                        own.Currency, Account.Pending, Account.Available, own.Amount,
                        programme.LotExpiry(own.Currency, now)))
                    .ToArray();
                events.Add(new VestingMatured(vesting.Activity, vesting.RulesVersion, vesting.Rule, moves));
            }
        }
    }

    /// <summary>The day in the community's calendar on which an activity happened, in days since 1970.</summary>
    public static int DayOf(Programme programme, Activity activity, Instant now)
    {
        var date = (activity.At ?? now).InZone(programme.Calendar.Zone).Date;
        return Period.DaysBetween(new LocalDate(1970, 1, 1), date);
    }

    /// <summary>Voids what has ended by now.</summary>
    /// <param name="state">The member.</param>
    /// <param name="now">Now.</param>
    /// <param name="awardsOf">The awards of an activity, fetched before.</param>
    /// <param name="used">Counters per subject or counterparty, fetched before.</param>
    public static Decision Lapse(
        MemberState state, Instant now, Func<ActivityId, RecordedAwards> awardsOf, SubjectUsed used) =>
        Void((state.Vestings ?? []).Where(vesting => vesting.EndsAt <= now), VestingStatus.Lapsed, awardsOf, used);

    /// <summary>Voids everything, because the member is banned.</summary>
    public static Decision Ban(
        MemberState state, Func<ActivityId, RecordedAwards> awardsOf, SubjectUsed used) =>
        Void(state.Vestings ?? [], VestingStatus.Voided, awardsOf, used);

    /// <summary>The counters per subject or counterparty that voiding an award will ask for.</summary>
    public static IEnumerable<(ulong Key, Instant Start, string Subject)> CountersNeeded(
        RecordedAwards awards, int rule) =>
        UsesOf(awards, rule)
            .Where(use => use.Scope.IsKeyed())
            .Select(use => (use.Key, use.CounterStart, awards.TargetOf(use.Scope)!));

    private static Decision Void(
        IEnumerable<OpenVesting> ended, VestingStatus why, Func<ActivityId, RecordedAwards> awardsOf, SubjectUsed used)
    {
        var events = new List<MemberEvent>();
        // Two awards may have used the same counter: each frees from what the one before has left.
        var counters = new Dictionary<(ulong, Instant, string), SubjectCounter>();
        foreach (var vesting in ended)
        {
            var awards = awardsOf(vesting.Activity);
            var freed = UsesOf(awards, vesting.Rule).ToArray();
            foreach (var use in freed.Where(use => use.Scope.IsKeyed()))
            {
                var target = awards.TargetOf(use.Scope)!;
                var key = (use.Key, use.CounterStart, target);
                var before = counters.TryGetValue(key, out var known)
                    ? known.Value : used(use.Key, use.CounterStart, target);
                counters[key] = new SubjectCounter(use.Key, use.CounterStart, target, use.Freed(before));
            }

            var moves = vesting.Own
                .Select(own => new Posting(own.Currency, Account.Pending, Account.Issuance, own.Amount)).ToArray();
            events.Add(new VestingVoided(
                vesting.Activity, vesting.RulesVersion, vesting.Rule, why, moves, freed));
        }

        return events.Count == 0 ? Decision.Nothing : new Decision(events, [.. counters.Values]);
    }

    private static IEnumerable<LimitUse> UsesOf(RecordedAwards awards, int rule) => awards.Awards
        .Where(award => award.Rule == rule && award.Status == AwardStatus.Vesting)
        .SelectMany(award => award.Uses)
        .Where(use => use.Unit != LimitUnit.CoolDown);
}
