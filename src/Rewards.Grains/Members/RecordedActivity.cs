using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Badges;
using Rewards.Domain.Budgets;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Grains.InProcess;
using Rewards.Grains.Quests;
using Rewards.Grains.Retroactivity;
using Rewards.Grains.Vesting;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Members;

/// <summary>An activity found in the journal, put together with what became of its awards.</summary>
internal sealed record RecordedActivity(
    Activity Activity, bool Erased, Receipt Receipt, Instant RecordedAt, RecordedAwards Awards)
{
    /// <summary>What the activity came to: its record, and that of the approval.</summary>
    private MemberEvent[] since = [];

    private PointsAwarded[] made = [];
    private IReadOnlyList<int> undone = [];

    public IReadOnlyList<RuleWeight> Weights { get; private init; } = [];

    private IReadOnlyList<RetroactiveMade> Granted { get; init; } = [];

    /// <summary>What the counterparty's grain is told; null: nothing.</summary>
    public SupportGiven? Support { get; private init; }

    public static RowKey Key(string activity) => new(RowKind.Activity, activity);

    /// <summary>Null when the id was never taken.</summary>
    public static async ValueTask<RecordedActivity?> FindAsync(GrainStream stream, string id) =>
        await stream.FindRowAsync(Key(id)) is { } found ? await ReadAsync(stream, found) : null;

    /// <summary>The same for an activity that is new, most likely; see <see cref="GrainStream.FindIdAsync"/>.</summary>
    public static async ValueTask<RecordedActivity?> FindRepeatedAsync(GrainStream stream, string id) =>
        await stream.FindIdAsync(Key(id)) is { } found ? await ReadAsync(stream, found) : null;

    private static async ValueTask<RecordedActivity> ReadAsync(GrainStream stream, FoundRecord found)
    {
        var content = found.Record.Content;
        var events = content.Events.Select(recorded => EventCatalogue.Read(recorded)).ToArray();
        var recorded = events.OfType<ActivityRecorded>().Single();
        var awards = events.OfType<PointsAwarded>().ToArray();
        var (activity, erased) = await WithPersonalFactsAsync(stream, found, recorded.Activity);
        var measured = events.OfType<ContributionMeasured>().FirstOrDefault()?.Lines ?? [];
        var (review, reversed, approval) = awards.Length == 0 && measured.Count == 0
            ? (null, false, [])
            : await StatusAsync(stream, recorded.Activity.Id, awards);
        var quests = await QuestReading.OfAsync(stream, recorded.Activity.Id, events);
        var standing = quests.Undone.Count == 0
            ? awards : [.. awards.Where(award => !quests.Undone.Contains(award.Rule))];
        MemberEvent[] since = [.. events.OfType<MemberEvent>(), .. approval];
        var put = new RecordedAwards(recorded.Activity.Id, recorded.Activity.Subject, standing, review, reversed,
            approval.OfType<AwardsApproved>().FirstOrDefault()?.Moves ?? [])
        {
            Counterparty = recorded.Activity.Counterparty,
            Queued = [.. events.OfType<AwardsQueued>()],
            Measured = measured,
            Awaited = [.. events.OfType<EffectsAwaited>()],
            Badges = [.. since.OfType<BadgeEarned>()],
            Entitlements = [.. since.OfType<EntitlementGranted>().Where(made => !quests.Undone.Contains(made.Rule))],
            Advances = [.. events.OfType<QuestAdvanced>()],
            Rounds = quests.Rounds,
            Draws = events.OfType<BudgetsDrawn>().FirstOrDefault()?.Draws ?? [],
            Vestings = await VestingTurn.StatusAsync(stream, recorded.Activity.Id, awards),
            RulesVersion = recorded.Receipt.RulesVersion,
        };
        return new RecordedActivity(activity, erased, recorded.Receipt, content.RecordedAt, put)
        {
            Weights = events.OfType<AmountsWeighed>().FirstOrDefault()?.Weights ?? [],
            Support = events.OfType<SupportGiven>().FirstOrDefault(),
            since = since,
            made = awards,
            undone = quests.Undone,
        };
    }

    /// <summary>
    /// With what later versions granted for it: for those who ask what became of it, and for who takes it back.
    /// </summary>
    public async ValueTask<RecordedActivity> WithGrantsAsync(GrainStream stream)
    {
        var grants = await RetroactiveRows.FindAsync(stream, Activity.Id.Value);
        if (grants.Count == 0)
        {
            return this;
        }

        // An activity that had earned nothing may have been reversed since.
        var (review, reversed, _) = await StatusAsync(stream, Activity.Id, [.. Awards.Awards]);
        return this with
        {
            Awards = Awards with
            {
                Review = review,
                Reversed = reversed,
                Retroactive = [.. grants.Select(made => made.Grant)],
            },
            Granted = [.. grants.Select(made => new RetroactiveMade(
                made.Grant.FromVersion, made.Grant.Version, made.At,
                [
                    .. made.Grant.Lines.Select(line => new AwardMade(
                        line.Rule, line.Currency, line.Asked, line.Granted, AwardStatus.Granted, line.LotExpiresAt,
                        null)),
                ]))],
        };
    }

    /// <summary>
    /// Whether a repeat tells the same. Where personal facts were erased, only the others can be compared.
    /// </summary>
    public bool IsRepeatedBy(Activity repeat, Programme programme) => Erased
        ? Activity.SameAs(PersonalFacts.Split(programme, repeat).Public)
        : Activity.SameAs(repeat);

    public ActivityAnswer ToAnswer(bool replayed, MemberState state) => new(
        replayed,
        Activity,
        RecordedAt,
        Receipt,
        AnswerParts.Awards(made),
        new CurrentAwards(Awards.PendingAwards.Any() ? Awards.Review : null, Awards.Reversed)
        {
            Reviewed = Awards.Waits ? AwardStatus.Pending : Awards.ReviewMade,
            Vesting = Awards.Vestings.Count == 0 ? null : Awards.Vestings.Min(vesting => vesting.Status),
        },
        AnswerParts.Balances(state))
    {
        Weights = Weights,
        Queued = AnswerParts.Queued(Awards.Queued),
        Achieved = AnswerParts.Achieved(since, state, undone),
        Retroactive = Granted,
    };

    private static async ValueTask<(Activity Activity, bool Erased)> WithPersonalFactsAsync(
        GrainStream stream, FoundRecord found, Activity activity)
    {
        var sideHash = found.Record.Content.SideHash;
        if (sideHash.IsEmpty)
        {
            return (activity, false);
        }

        return await stream.ReadSideAsync(found) is { } bytes
            ? (PersonalFacts.Join(activity, SideRecord.Read(bytes.Span, sideHash.Span).Facts), false)
            : (activity, true);
    }

    /// <summary>Where the awards stand, with the events of the approval if there was one and nothing after
    /// it.</summary>
    private static async ValueTask<(AwardStatus? Review, bool Reversed, MemberEvent[] Approval)> StatusAsync(
        GrainStream stream, ActivityId activity, PointsAwarded[] awards)
    {
        AwardStatus? first = awards.Any(award => award.Status == AwardStatus.Pending) ? AwardStatus.Pending : null;
        var key = AwardStatusRow.Key(activity);
        if (await stream.FindRowAsync(key) is not { } found)
        {
            return (first, false, []);
        }

        var content = found.Record.Content;
        var (review, reversed) = AwardStatusRow.Read(content.RowValue(key));
        MemberEvent[] events = [.. content.Events.Select(made => (MemberEvent)EventCatalogue.Read(made))];
        var approves = Array.Exists(events, change => change is AwardsApproved made && made.Activity == activity);
        return (review, reversed, approves ? events : []);
    }
}
