using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Grains.Budgets;
using Rewards.Grains.Contribution;
using Rewards.Grains.Entitlements;
using Rewards.Grains.InProcess;
using Rewards.Grains.Quests;
using Rewards.Grains.Reciprocity;
using Rewards.Grains.Retroactivity;
using Rewards.Grains.Standing;
using Rewards.Grains.Vesting;
using Rewards.Journal;

namespace Rewards.Grains.Members;

/// <summary>
/// A member's grain as the in-process host runs it: every command is a turn of the member's activation.
/// </summary>
internal sealed class MemberGrain(Turns turns, MemberServices services, StreamId id) : IMemberGrain
{
    public ValueTask<ActivityAnswer> RecordAsync(RecordActivity command) =>
        RunAsync(RecordActivityTurn.RunAsync, command);

    public ValueTask<ActivityAnswer?> FindActivityAsync(string activity) => RunAsync(
        static async (member, activity) =>
        {
            ExpireWhatIsDue(member, done: null);
            return await RecordedActivity.FindAsync(member.Stream, activity) is { } found
                ? (await found.WithGrantsAsync(member.Stream)).ToAnswer(replayed: false, member.State) : null;
        },
        activity);

    public ValueTask<ActivityAnswer> ReviewAsync(ReviewAwards command) => RunAsync(ReviewTurn.ReviewAsync, command);

    public ValueTask<ActivityAnswer> ReverseAsync(ReverseAwards command) => RunAsync(ReviewTurn.ReverseAsync, command);

    public ValueTask<AdjustmentAnswer> AdjustAsync(AdjustPoints command) => RunAsync(AdjustTurn.RunAsync, command);

    public ValueTask<StandingAnswer> SetStandingAsync(SetStanding command) =>
        RunAsync(StandingTurn.SetAsync, command);

    public ValueTask<StandingPage?> ReadStandingAsync(StandingQuery query) =>
        RunAsync(StandingTurn.ReadAsync, query);

    public ValueTask<HoldAnswer> HoldAsync(HoldPoints command) => RunAsync(HoldTurn.HoldAsync, command);

    public ValueTask<HoldAnswer> EndHoldAsync(EndHold command) => RunAsync(HoldTurn.EndAsync, command);

    public async ValueTask ReceiveAsync(ReceiveAward command) => await RunAsync(ReceiveTurn.ReceiveAsync, command);

    public async ValueTask TakeBackReceivedAsync(TakeBackReceived command) =>
        await RunAsync(ReceiveTurn.TakeBackAsync, command);

    public async ValueTask ReceiveContributionAsync(ReceiveContribution command) =>
        await RunAsync(ReceiveContributionTurn.ReceiveAsync, command);

    public async ValueTask TakeBackContributionAsync(TakeBackContribution command) =>
        await RunAsync(ReceiveContributionTurn.TakeBackAsync, command);

    public ValueTask<RetroactiveAnswer> GrantAsync(GrantRetroactively command) =>
        RunAsync(GrantTurn.RunAsync, command);

    public async ValueTask ReceiveSupportAsync(ReceiveSupport command) =>
        await RunAsync(ReceiveSupportTurn.ReceiveAsync, command);

    public ValueTask<MemberView?> GetAsync() => RunAsync(
        static async (member, _) =>
        {
            ExpireWhatIsDue(member, done: null);
            var now = member.Now();
            var view = View(member.State, now);
            if (view is null)
            {
                return view;
            }

            var programme = await member.ProgrammeAsync(now);
            return view with
            {
                Streaks = AnswerParts.Streaks(member.State, programme, now),
                Quests = QuestAnswers.Of(member.State, programme, now),
            };
        },
        0);

    public ValueTask<LedgerPage> ReadLedgerAsync(LedgerQuery query) =>
        JournalTrouble.ReadAsync(() => LedgerReading.ReadAsync(services.Journal, id, query));

    public ValueTask<EntitlementPage> ReadEntitlementsAsync(EntitlementQuery query) =>
        JournalTrouble.ReadAsync(() => EntitlementReading.ReadAsync(services.Journal, id, query, services.Now()));

    public ValueTask<int> ErasePersonalAsync(CancellationToken cancellation) =>
        JournalTrouble.ReadAsync(() => PersonalErasure.OfMemberAsync(services.Journal, id, cancellation));

    public ValueTask<int?> ErasePersonalAsync(string activity, CancellationToken cancellation) =>
        JournalTrouble.ReadAsync(() => PersonalErasure.OfActivityAsync(services.Journal, id, activity, cancellation));

    public async ValueTask WakeAsync(DueEntry entry)
    {
        if (entry.Key.StartsWith(MemberActivation.DeliverWork, StringComparison.Ordinal))
        {
            await DeliverAsync(entry);
        }
        else if (entry.Key.StartsWith(MemberActivation.FreeWork, StringComparison.Ordinal))
        {
            await FreeBudgetsAsync(entry);
        }
        else
        {
            await WakeInTurnAsync(entry);
        }
    }

    private async ValueTask DeliverAsync(DueEntry entry)
    {
        var activity = entry.Key[MemberActivation.DeliverWork.Length..];
        if (await RunAsync(QueuedDelivery.FindAsync, activity) is { } recorded)
        {
            await SupportDelivery.SendAsync(services.MembersOf(id.Community), id.Name, recorded);
            await QueuedDelivery.SendAsync(services.MembersOf(id.Community), id.Name, recorded);
            await ContributionDelivery.SendAsync(services.MembersOf(id.Community), id.Name, recorded);
        }

        await services.Journal.CompleteDueAsync(entry.Token, CancellationToken.None);
    }

    private async ValueTask FreeBudgetsAsync(DueEntry entry)
    {
        var activity = entry.Key[MemberActivation.FreeWork.Length..];
        if (await RunAsync(QueuedDelivery.FindAsync, activity) is { } recorded)
        {
            await BudgetReturn.SendAsync(services.Grains.Budgets(new CommunityId(id.Community)), id.Name, recorded);
        }

        await services.Journal.CompleteDueAsync(entry.Token, CancellationToken.None);
    }

    private async ValueTask WakeInTurnAsync(DueEntry entry) => await RunAsync(
        static async (member, entry) =>
        {
            if (entry.Key.StartsWith(MemberActivation.LapseWork, StringComparison.Ordinal))
            {
                await ReviewTurn.LapseAsync(member, entry.Key[MemberActivation.LapseWork.Length..], entry.Token);
            }
            else if (entry.Key.StartsWith(VestingRow.DueWork, StringComparison.Ordinal))
            {
                if (!await VestingTurn.LapseAsync(member, member.Now(), entry.Token))
                {
                    await member.CompleteDueAsync(entry.Token);
                }
            }
            else if (!ExpireWhatIsDue(member, entry.Token))
            {
                await member.CompleteDueAsync(entry.Token);
            }

            return true;
        },
        entry);

    private static bool ExpireWhatIsDue(MemberActivation member, DueToken? done)
    {
        var now = member.Now();
        var decision = Expiry.Wake(member.State, now);
        if (decision.Events.Count == 0)
        {
            return false;
        }

        member.Commit(decision, now, [], done: done);
        return true;
    }

    private static MemberView? View(MemberState state, NodaTime.Instant now) => state.Since is not { } since
        ? null
        : new MemberView(since, AnswerParts.Balances(state).Select((balance, i) =>
            new MemberBalance(balance, state.Wallets[i].Lots.ToArray().Where(lot =>
                lot.ExpiresAt is not null).ToArray()))
            .ToArray())
        {
            ContributionMillis = state.Achievements?.ContributionMillis ?? 0,
            Level = state.Achievements?.Level,
            Badges = AnswerParts.Badges(state),
            Standing = StandingView.Of(state.Standing, now),
            Vestings = [.. (state.Vestings ?? []).Where(vesting => vesting.EndsAt > now).Select(vesting =>
                new VestingView(
                    vesting.Activity.Value, vesting.RulesVersion, vesting.Rule, vesting.DaysSeen, vesting.DaysNeeded,
                    vesting.EndsAt))],
        };

    private ValueTask<TAnswer> RunAsync<TCommand, TAnswer>(
        TurnBody<MemberActivation, TCommand, TAnswer> body, TCommand command) =>
        turns.RunAsync(id, services.Create, body, command);
}
