using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Grains.Contribution;
using Rewards.Journal;

namespace Rewards.Grains.Members;

/// <summary>Approves or rejects pending awards, takes awards back, and lets them lapse.</summary>
internal static class ReviewTurn
{
    public static async ValueTask<ActivityAnswer> ReviewAsync(MemberActivation member, ReviewAwards command)
    {
        var recorded = await FindAsync(member, command.Activity);
        var wanted = command.Approve ? AwardStatus.Granted : AwardStatus.Rejected;
        if (recorded.Awards.Review == wanted && !recorded.Awards.Reversed)
        {
            return recorded.ToAnswer(replayed: true, member.State);
        }

        var now = member.Now();
        if (recorded.Awards.LapsesAt is { } lapsesAt && lapsesAt <= now)
        {
            // The wake-up is late; a review does not win over it.
            await LapseAsync(member, recorded, done: null);
            recorded = await FindAsync(member, command.Activity);
        }

        Decision decision;
        if (command.Approve)
        {
            decision = ReviewDecider.Approve(
                member.State, await member.ProgrammeAsync(now), recorded.Awards, command.By, now,
                member.Id.Name);
        }
        else
        {
            decision = ReviewDecider.Reject(recorded.Awards, command.By, await CountersAsync(member, recorded.Awards));
            member.FreeBudgets(recorded.Awards, now);
        }

        var others = recorded.Awards.Queued.Count > 0
            || ContributionDelivery.IsForOthers(recorded.Awards.Measured, afterApproval: true);
        if (command.Approve && others)
        {
            member.DeliverQueued(recorded.Activity.Id, now);
        }

        var rows = new List<Row> { AwardStatusRow.Of(recorded.Activity.Id, wanted, reversed: false) };
        member.Commit(decision, now, rows, PersonalFacts.Reason(command.Reason));
        return (await FindAsync(member, command.Activity)).ToAnswer(replayed: false, member.State);
    }

    public static async ValueTask<ActivityAnswer> ReverseAsync(MemberActivation member, ReverseAwards command)
    {
        var recorded = await (await FindAsync(member, command.Activity)).WithGrantsAsync(member.Stream);
        if (recorded.Awards.Reversed)
        {
            return recorded.ToAnswer(replayed: true, member.State);
        }

        var now = member.Now();
        var programme = await member.ProgrammeAsync(now);
        var decision = ReversalDecider.Reverse(member.State, programme, recorded.Awards, command.By, now);
        if (recorded.Awards.Queued.Count > 0 || recorded.Awards.Measured.Any(line => line.Person.Length > 0))
        {
            member.DeliverQueued(recorded.Activity.Id, now);
        }

        var rows = new List<Row> { AwardStatusRow.Of(recorded.Activity.Id, recorded.Awards.Review, reversed: true) };
        member.Commit(decision, now, rows, PersonalFacts.Reason(command.Reason));
        recorded = await (await FindAsync(member, command.Activity)).WithGrantsAsync(member.Stream);
        return recorded.ToAnswer(replayed: false, member.State);
    }

    /// <summary>
    /// Lapses what is pending of an activity, if it still is; otherwise the due work needs no record.
    /// </summary>
    public static async ValueTask LapseAsync(MemberActivation member, string activity, DueToken done)
    {
        var recorded = await RecordedActivity.FindAsync(member.Stream, activity);
        if (recorded is null || !await LapseAsync(member, recorded, done))
        {
            await member.CompleteDueAsync(done);
        }
    }

    private static async ValueTask<bool> LapseAsync(MemberActivation member, RecordedActivity recorded, DueToken? done)
    {
        var now = member.Now();
        var decision = ReviewDecider.Lapse(recorded.Awards, now, await CountersAsync(member, recorded.Awards));
        if (decision.Events.Count == 0)
        {
            return false;
        }

        member.FreeBudgets(recorded.Awards, now);
        var rows = new List<Row> { AwardStatusRow.Of(recorded.Activity.Id, AwardStatus.Lapsed, reversed: false) };
        member.Commit(decision, now, rows, done: done);
        return true;
    }

    private static async ValueTask<SubjectUsed> CountersAsync(MemberActivation member, RecordedAwards awards)
    {
        var counters = await SubjectCounterRows.ReadAsync(member.Stream, ReviewDecider.SubjectCountersNeeded(awards));
        return (limit, start, subject) => counters![SubjectCounterRows.Key(limit, start, subject)];
    }

    private static async ValueTask<RecordedActivity> FindAsync(MemberActivation member, string activity) =>
        await RecordedActivity.FindAsync(member.Stream, activity)
        ?? throw new DomainException(
            Refusals.UnknownActivity, $"The member has no activity '{activity}'.", ("id", activity));
}
