using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Grains.Budgets;
using Rewards.Grains.Contribution;
using Rewards.Grains.Vesting;
using Rewards.Journal;

namespace Rewards.Grains.Members;

/// <summary>Takes an activity: seen this id? otherwise rules, now, counters, decision, one append.</summary>
internal static class RecordActivityTurn
{
    private static readonly SubjectUsed NoneUsed = static (_, _, _) => 0;

    public static async ValueTask<ActivityAnswer> RunAsync(MemberActivation member, RecordActivity command)
    {
        var activity = command.Activity;
        var now = member.Now();
        var programme = await member.DecidingProgrammeAsync(now);
        if (member.State.Vestings is not null)
        {
            // A wake-up that is late must not let an activity of today count for what ended yesterday. Before the id is
            // taken for new: that goes with the next append.
            await VestingTurn.LapseAsync(member, now, done: null);
        }

        if (await RecordedActivity.FindRepeatedAsync(member.Stream, activity.Id.Value) is { } recorded)
        {
            return recorded.IsRepeatedBy(activity, programme)
                ? recorded.ToAnswer(replayed: true, member.State)
                : throw new DomainException(
                    Refusals.IdConflict,
                    $"The id '{activity.Id}' was taken by another activity of this member. "
                    + "A repeat must tell the same; a new activity needs a new id.",
                    ("id", activity.Id.Value));
        }

        var used = await SubjectUsedAsync(member, activity, programme, now);
        if (programme.BudgetsByType.ContainsKey(activity.Type))
        {
            return await DrawAsync(member, activity, programme, used, now);
        }

        var decision = MemberDecider.Record(member.State, programme, activity, now, used, member.Id.Name);
        return Commit(member, activity, programme, decision, now);
    }

    /// <summary>
    /// Where rules draw on budgets: decided on what this host holds of them, and drawn with the append.
    /// </summary>
    private static async ValueTask<ActivityAnswer> DrawAsync(
        MemberActivation member,
        Domain.Activities.Activity activity,
        Domain.Programmes.Programme programme,
        SubjectUsed used,
        NodaTime.Instant now)
    {
        const int attemptsMax = 8;
        var needs = BudgetPurses.NeedsOf(programme, activity, now);
        BudgetPurse purse;
        Decision? decision;
        Domain.Budgets.BudgetDraw[] drawn;
        var attempt = 0;
        do
        {
            purse = await member.Purses.StockAsync(programme, needs, now);
            decision = purse.Decide(
                needs,
                ++attempt == attemptsMax,
                left => MemberDecider.Record(member.State, programme, activity, now, used, member.Id.Name, left),
                now,
                out drawn);
        }
        while (decision is null);

        if (drawn.Length == 0)
        {
            return Commit(member, activity, programme, decision, now);
        }

        try
        {
            var answer = Commit(member, activity, programme, decision, now);
            purse.Watch(member.LastCommit, drawn);
            return answer;
        }
        catch (Exception e)
        {
            purse.End(drawn, e is AppendTooLargeException ? DrawFate.NotWritten : DrawFate.Unknown);
            throw;
        }
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
        if (personal.Count > 0)
        {
            var apart = events.ToArray();
            apart[recordedAt] = recorded with { Activity = toRecord };
            decision = decision with { Events = apart };
        }

        var rows = new List<Row>(1) { new(RecordedActivity.Key(activity.Id.Value), default) };
        var queued = QueuedIn(events, recordedAt);
        if ((queued.Count > 0 && IsSentNow(events, recordedAt)) || CountsForOthers(events)
            || (programme.SupportByType is not null && SupportsSomebody(events)))
        {
            member.DeliverQueued(activity.Id, now);
        }

        member.Commit(decision, now, rows, PersonalFacts.Side(personal));
        return new ActivityAnswer(
            false, activity, now, recorded.Receipt, AnswerParts.Awards(AwardsIn(events, recordedAt)), null,
            AnswerParts.Balances(member.State))
        {
            Weights = WeightsIn(events, recordedAt),
            Queued = queued,
            Achieved = programme.HasAchievements ? AnswerParts.Achieved(events, member.State) : null,
        };
    }

    private static bool CountsForOthers(IReadOnlyList<MemberEvent> events)
    {
        for (var i = events.Count - 1; i >= 0; i--)
        {
            if (events[i] is ContributionMeasured measured)
            {
                return ContributionDelivery.IsForOthers(measured.Lines, afterApproval: false);
            }
        }

        return false;
    }

    private static bool SupportsSomebody(IReadOnlyList<MemberEvent> events)
    {
        for (var i = events.Count - 1; i >= 0; i--)
        {
            if (events[i] is SupportGiven)
            {
                return true;
            }
        }

        return false;
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

    private static PointsAwarded[] AwardsIn(IReadOnlyList<MemberEvent> events, int recordedAt)
    {
        var count = 0;
        for (var i = recordedAt + 1; i < events.Count; i++)
        {
            count += events[i] is PointsAwarded ? 1 : 0;
        }

        var awards = count == 0 ? [] : new PointsAwarded[count];
        for (var i = events.Count - 1; count > 0; i--)
        {
            if (events[i] is PointsAwarded awarded)
            {
                awards[--count] = awarded;
            }
        }

        return awards;
    }

    private static IReadOnlyList<AwardQueued> QueuedIn(IReadOnlyList<MemberEvent> events, int recordedAt)
    {
        for (var i = recordedAt + 1; i < events.Count; i++)
        {
            if (events[i] is AwardsQueued)
            {
                return AnswerParts.Queued([.. events.OfType<AwardsQueued>()]);
            }
        }

        return [];
    }

    /// <summary>What vests is sent when it has matured.</summary>
    private static bool IsSentNow(IReadOnlyList<MemberEvent> events, int recordedAt)
    {
        for (var i = recordedAt + 1; i < events.Count; i++)
        {
            if (events[i] is AwardsQueued { Status: not Domain.Rules.AwardStatus.Vesting })
            {
                return true;
            }
        }

        return false;
    }

    private static IReadOnlyList<Domain.Rules.RuleWeight> WeightsIn(IReadOnlyList<MemberEvent> events, int recordedAt)
    {
        for (var i = recordedAt + 1; i < events.Count; i++)
        {
            if (events[i] is AmountsWeighed weighed)
            {
                return weighed.Weights;
            }
        }

        return [];
    }
}
