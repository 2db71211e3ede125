using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Journal;

namespace Rewards.Grains.Members;

/// <summary>Takes an activity: seen this id? otherwise rules, now, counters, decision, one append.</summary>
internal static class RecordActivityTurn
{
    private static readonly SubjectUsed NoneUsed = static (_, _, _) => 0;

    public static async ValueTask<ActivityAnswer> RunAsync(MemberActivation member, RecordActivity command)
    {
        var activity = command.Activity;
        var programme = await member.ProgrammeAsync();
        if (await RecordedActivity.FindAsync(member.Stream, activity.Id.Value) is { } recorded)
        {
            return recorded.IsRepeatedBy(activity, programme)
                ? recorded.ToAnswer(replayed: true, member.State)
                : throw new DomainException(
                    Refusals.IdConflict,
                    $"The id '{activity.Id}' was taken by another activity of this member. "
                    + "A repeat must tell the same; a new activity needs a new id.",
                    ("id", activity.Id.Value));
        }

        var now = member.Now();
        var decision = MemberDecider.Record(
            member.State, programme, activity, now, await SubjectUsedAsync(member, activity, programme, now));
        return Commit(member, activity, programme, decision, now);
    }

    private static async ValueTask<SubjectUsed> SubjectUsedAsync(
        MemberActivation member,
        Domain.Activities.Activity activity,
        Domain.Programmes.Programme programme,
        NodaTime.Instant now)
    {
        if (!MemberDecider.NeedsSubjectCounters(programme, activity))
        {
            return NoneUsed;
        }

        var counters = await SubjectCounterRows.ReadAsync(
            member.Stream, MemberDecider.SubjectCountersNeeded(programme, activity, now));
        return (limit, start, subject) => counters![SubjectCounterRows.Key(limit, start, subject)];
    }

    private static ActivityAnswer Commit(
        MemberActivation member,
        Domain.Activities.Activity activity,
        Domain.Programmes.Programme programme,
        Decision decision,
        NodaTime.Instant now)
    {
        var (toRecord, personal) = PersonalFacts.Split(programme, activity);
        var events = decision.Events;
        var recordedAt = IndexOfRecorded(events);
        var recorded = (ActivityRecorded)events[recordedAt];
        var awards = new PointsAwarded[events.Count - recordedAt - 1];
        for (var i = 0; i < awards.Length; i++)
        {
            awards[i] = (PointsAwarded)events[recordedAt + 1 + i];
        }

        if (personal.Count > 0)
        {
            var apart = events.ToArray();
            apart[recordedAt] = recorded with { Activity = toRecord };
            decision = decision with { Events = apart };
        }

        var rows = new List<Row>(1) { new(RecordedActivity.Key(activity.Id.Value), default) };
        member.Commit(decision, now, rows, PersonalFacts.Side(personal));
        return new ActivityAnswer(
            false, activity, now, recorded.Receipt, AnswerParts.Awards(awards), null,
            AnswerParts.Balances(member.State));
    }

    /// <summary>Awards follow the activity that earned them; what had expired by then comes before it.</summary>
    private static int IndexOfRecorded(IReadOnlyList<MemberEvent> events)
    {
        var at = 0;
        while (events[at] is not ActivityRecorded)
        {
            at++;
        }

        return at;
    }
}
