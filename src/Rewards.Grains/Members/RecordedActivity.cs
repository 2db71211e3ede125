using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Grains.InProcess;
using Rewards.Grains.Vesting;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Members;

/// <summary>An activity found in the journal, put together with what became of its awards.</summary>
internal sealed record RecordedActivity(
    Activity Activity, bool Erased, Receipt Receipt, Instant RecordedAt, RecordedAwards Awards)
{
    public IReadOnlyList<RuleWeight> Weights { get; private init; } = [];

    public static RowKey Key(string activity) => new(RowKind.Activity, activity);

    /// <summary>Null when the id was never taken.</summary>
    public static async ValueTask<RecordedActivity?> FindAsync(GrainStream stream, string id)
    {
        if (await stream.FindRowAsync(Key(id)) is not { } found)
        {
            return null;
        }

        var content = found.Record.Content;
        var events = content.Events.Select(recorded => EventCatalogue.Read(recorded)).ToArray();
        var recorded = events.OfType<ActivityRecorded>().Single();
        var awards = events.OfType<PointsAwarded>().ToArray();
        var (activity, erased) = await WithPersonalFactsAsync(stream, found, recorded.Activity);
        var measured = events.OfType<ContributionMeasured>().FirstOrDefault()?.Lines ?? [];
        var (review, reversed, approved) = awards.Length == 0 && measured.Count == 0
            ? default
            : await StatusAsync(stream, recorded.Activity.Id, awards);
        var made = new RecordedAwards(recorded.Activity.Id, recorded.Activity.Subject, awards, review, reversed,
            approved ?? [])
        {
            Counterparty = recorded.Activity.Counterparty,
            Queued = [.. events.OfType<AwardsQueued>()],
            Measured = measured,
            Draws = events.OfType<BudgetsDrawn>().FirstOrDefault()?.Draws ?? [],
            Vestings = await VestingTurn.StatusAsync(stream, recorded.Activity.Id, awards),
            RulesVersion = recorded.Receipt.RulesVersion,
        };
        return new RecordedActivity(activity, erased, recorded.Receipt, content.RecordedAt, made)
        {
            Weights = events.OfType<AmountsWeighed>().FirstOrDefault()?.Weights ?? [],
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
        AnswerParts.Awards(Awards.Awards),
        new CurrentAwards(Awards.Review, Awards.Reversed)
        {
            Vesting = Awards.Vestings.Count == 0 ? null : Awards.Vestings.Min(vesting => vesting.Status),
        },
        AnswerParts.Balances(state))
    { Weights = Weights, Queued = AnswerParts.Queued(Awards.Queued) };

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

    private static async ValueTask<(AwardStatus? Review, bool Reversed, IReadOnlyList<Posting> Approved)> StatusAsync(
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
        var approved = content.Events
            .Select(recorded => EventCatalogue.Read(recorded))
            .OfType<AwardsApproved>()
            .FirstOrDefault(change => change.Activity == activity);
        return (review, reversed, approved?.Moves ?? []);
    }
}
