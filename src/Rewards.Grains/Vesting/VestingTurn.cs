using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Vesting;

/// <summary>Ends awards that vest, when their time has passed or the member is banned, and tells what became of them.
/// </summary>
internal static class VestingTurn
{
    /// <summary>Lapses everything whose time has passed; false when there is nothing.</summary>
    public static async ValueTask<bool> LapseAsync(MemberActivation member, NodaTime.Instant now, DueToken? done)
    {
        if (!OpenVestings.AnyEnded(member.State.Vestings, now))
        {
            return false;
        }

        var (awards, used) = await ReadAsync(member);
        var decision = VestingDecider.Lapse(member.State, now, awards, used);
        FreeBudgets(member, decision, awards, now);
        member.Commit(decision, now, [], done: done);
        return true;
    }

    /// <summary>What a ban does to them; nothing where nothing vests.</summary>
    public static async ValueTask<Decision> BanAsync(MemberActivation member, NodaTime.Instant now)
    {
        if (member.State.Vestings is null)
        {
            return Decision.Nothing;
        }

        var (awards, used) = await ReadAsync(member);
        var decision = VestingDecider.Ban(member.State, awards, used);
        FreeBudgets(member, decision, awards, now);
        return decision;
    }

    /// <summary>What became of the awards of an activity that vest, from their rows.</summary>
    public static async ValueTask<IReadOnlyList<VestingOutcome>> StatusAsync(
        GrainStream stream, ActivityId activity, IReadOnlyList<PointsAwarded> awards)
    {
        List<VestingOutcome>? outcomes = null;
        foreach (var award in awards)
        {
            if (award.Status == AwardStatus.Vesting)
            {
                (outcomes ??= []).Add(await StatusAsync(stream, activity, award.Rule));
            }
        }

        return outcomes ?? (IReadOnlyList<VestingOutcome>)[];
    }

    private static async ValueTask<VestingOutcome> StatusAsync(GrainStream stream, ActivityId activity, int rule)
    {
        var key = VestingRow.Key(activity, rule);
        if (await stream.FindRowAsync(key) is not { } found)
        {
            return new VestingOutcome(rule, VestingStatus.Open, []);
        }

        var content = found.Record.Content;
        var matured = content.Events.Select(made => EventCatalogue.Read(made)).OfType<VestingMatured>()
            .FirstOrDefault(change => change.Activity == activity && change.Rule == rule);
        return new VestingOutcome(rule, VestingRow.Read(content.RowValue(key)), matured?.Moves ?? []);
    }

    private static void FreeBudgets(
        MemberActivation member, Decision decision, Func<ActivityId, RecordedAwards> awards, NodaTime.Instant now)
    {
        foreach (var activity in decision.Events.OfType<VestingVoided>().Select(voided => voided.Activity).Distinct())
        {
            member.FreeBudgets(awards(activity), now);
        }
    }

    /// <summary>The awards that vest with the counters that voiding them would free.</summary>
    private static async ValueTask<(Func<ActivityId, RecordedAwards> Awards, SubjectUsed Used)> ReadAsync(
        MemberActivation member)
    {
        var awards = new Dictionary<ActivityId, RecordedAwards>();
        var needed = new List<(ulong, NodaTime.Instant, string)>();
        foreach (var vesting in member.State.Vestings!)
        {
            if (!awards.TryGetValue(vesting.Activity, out var known))
            {
                var recorded = await RecordedActivity.FindAsync(member.Stream, vesting.Activity.Value)
                    ?? throw new JournalCorruptException($"Activity '{vesting.Activity}' vests and is not found.");
                awards[vesting.Activity] = known = recorded.Awards;
            }

            needed.AddRange(VestingDecider.CountersNeeded(known, vesting.Rule));
        }

        var counters = await SubjectCounterRows.ReadAsync(member.Stream, needed);
        return (activity => awards[activity],
            (limit, start, subject) => counters![SubjectCounterRows.Key(limit, start, subject)]);
    }
}
