using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Journal.Records;
using Rewards.Journal.Snapshots;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Ledger;

/// <summary>Plays a story through the deciders and holds the rules of the ledger against every single event.</summary>
internal sealed class LedgerWorld
{
    private static readonly string[] Currencies = ["feathers", "stars"];

    private readonly NegativeBalancePolicy policy;
    private readonly Programme[] versions;
    private readonly List<RecordedAwards> activities = [];
    private readonly List<RecordedHold> holds = [];
    private readonly Dictionary<(ulong Key, Instant Start, string Subject), long> counters = [];
    private readonly Books books = new();
    private readonly byte[] opening;
    private readonly List<(byte[] Snapshot, int Done)> snapshots = [];
    private Instant now = Instant.FromUtc(2026, 3, 2, 4, 0);
    private Programme programme;

    public LedgerWorld(LedgerStory story, NegativeBalancePolicy policy)
    {
        this.policy = policy;
        var document = new CommunityDocument
        {
            FeathersLive = $"P{(story.ProgrammeSeed % 9) + 1}D",
            NegativeBalance = policy == NegativeBalancePolicy.Floor ? "floor" : "debt",
        };
        versions = [.. Enumerable.Range(1, 3).Select(v => RandomProgrammes.Of(story.ProgrammeSeed + v, document, v))];
        programme = versions[0];
        State = Begin(story.Start);
        opening = MemberSnapshot.Write(State);
        foreach (var wallet in State.Wallets)
        {
            books.Open(wallet);
        }
    }

    public MemberState State { get; private set; }

    public History History { get; } = new();

    /// <summary>How many commands of each kind took effect.</summary>
    public Dictionary<LedgerStepKind, int> Done { get; } = [];

    public Dictionary<string, int> Refused { get; } = [];

    public void Play(LedgerStep step)
    {
        // A tenth of a microsecond is cut off, as the grain does it.
        now = Microseconds.Floor(now + Duration.FromMilliseconds(step.Time));
        var done = step.Kind switch
        {
            LedgerStepKind.Record => Record(step),
            LedgerStepKind.Approve or LedgerStepKind.Reject or LedgerStepKind.Lapse => Review(step),
            LedgerStepKind.Reverse => Reverse(step),
            LedgerStepKind.Give or LedgerStepKind.Take => Adjust(step),
            LedgerStepKind.Hold => Hold(step),
            LedgerStepKind.Settle or LedgerStepKind.Release => EndHold(step),
            LedgerStepKind.Wake => Try(() => Expiry.Wake(State, now)) is { Events.Count: > 0 },
            _ => Turn(step),
        };
        Done[step.Kind] = Done.GetValueOrDefault(step.Kind) + (done ? 1 : 0);
        if (step.Which % 10 == 0)
        {
            snapshots.Add((MemberSnapshot.Write(State), History.Count));
        }
    }

    public void AssertReplaysTheSame()
    {
        var expected = MemberSnapshot.Write(State);
        Assert.Equal(expected, MemberSnapshot.Write(History.Replay(opening, 0)));
        foreach (var (snapshot, done) in snapshots)
        {
            Assert.Equal(expected, MemberSnapshot.Write(History.Replay(snapshot, done)));
        }
    }

    private bool Record(LedgerStep step)
    {
        var subject = (step.Which % 4) switch { 0 => null, var s => $"article-{s}" };
        Instant? at = step.Amount % 3 == 0 ? null : Microseconds.Floor(now - Duration.FromHours(step.Amount % 190));
        var facts = new[] { new Fact("score", FactValue.Of((long)(step.Amount % 11))) };
        var id = new ActivityId($"a{activities.Count}");
        var type = RandomProgrammes.Types[step.Which % RandomProgrammes.Types.Length];
        var activity = new Activity(id, type, at, subject, null, facts);
        if (Try(() => MemberDecider.Record(State, programme, activity, now, SubjectUsed)) is not { } decision)
        {
            return false;
        }

        var awards = decision.Events.OfType<PointsAwarded>().ToArray();
        AwardStatus? review = awards.Any(award => award.Status == AwardStatus.Pending) ? AwardStatus.Pending : null;
        activities.Add(new RecordedAwards(id, subject, awards, review, false, []));
        return awards.Length > 0;
    }

    private bool Review(LedgerStep step) => Pick(activities, step) is { } at && Try(() => step.Kind switch
    {
        LedgerStepKind.Approve => ReviewDecider.Approve(State, programme, activities[at], "op", now),
        LedgerStepKind.Reject => ReviewDecider.Reject(activities[at], "op", SubjectUsed),
        _ => ReviewDecider.Lapse(activities[at], now, SubjectUsed),
    }) is { Events: [.., var resolved] } && Resolve(at, resolved);

    private bool Resolve(int at, MemberEvent resolved)
    {
        activities[at] = resolved switch
        {
            AwardsApproved made => activities[at] with { Review = AwardStatus.Granted, Approved = made.Moves },
            AwardsRejected => activities[at] with { Review = AwardStatus.Rejected },
            _ => activities[at] with { Review = AwardStatus.Lapsed },
        };
        return true;
    }

    private bool Reverse(LedgerStep step)
    {
        if (Pick(activities, step) is not { } at
            || Try(() => ReversalDecider.Reverse(State, programme, activities[at], "op", now)) is not { } decision)
        {
            return false;
        }

        LedgerRules.AssertTakesBackAll(activities[at], (AwardsReversed)decision.Events[^1], State, policy, now);
        activities[at] = activities[at] with { Reversed = true };
        return true;
    }

    private bool Adjust(LedgerStep step)
    {
        var currency = Currencies[step.Which % 2];
        var amount = step.Which % 13 == 0 ? Amounts.PostingMax : step.Amount;
        var signed = step.Kind == LedgerStepKind.Give ? amount : -amount;
        return Try(() => AdjustmentDecider.Adjust(State, programme, currency, signed, "op", now)) is not null;
    }

    private bool Hold(LedgerStep step)
    {
        var currency = Currencies[step.Which % 2];
        var id = $"h{holds.Count}";
        if (Try(() => HoldDecider.Hold(State, id, currency, step.Amount % 60, now)) is not { } decision)
        {
            return false;
        }

        var held = (PointsHeld)decision.Events[^1];
        holds.Add(new RecordedHold(id, currency, held.Amount, held.Moves, Ended: false));
        return true;
    }

    private bool EndHold(LedgerStep step)
    {
        if (Pick(holds, step) is not { } at || Try(() => step.Kind == LedgerStepKind.Settle
            ? HoldDecider.Settle(holds[at], step.Amount % 60)
            : HoldDecider.Release(holds[at])) is null)
        {
            return false;
        }

        holds[at] = holds[at] with { Ended = true };
        return true;
    }

    private bool Turn(LedgerStep step)
    {
        if (step.Kind == LedgerStepKind.MoveTime)
        {
            now += Duration.FromHours(step.Amount);
        }
        else
        {
            programme = versions[step.Which % versions.Length];
        }

        return true;
    }

    /// <summary>
    /// Decides, and either makes it real or sees that a refusal (and the deciding itself) changed nothing.
    /// </summary>
    private Decision? Try(Func<Decision> decide)
    {
        var before = MemberSnapshot.Write(State);
        Decision decision;
        try
        {
            decision = decide();
        }
        catch (DomainException e)
        {
            Refused[e.Code] = Refused.GetValueOrDefault(e.Code) + 1;
            Assert.Equal(before, MemberSnapshot.Write(State));
            return null;
        }

        Assert.Equal(before, MemberSnapshot.Write(State));
        Commit(decision);
        return decision;
    }

    private void Commit(Decision decision)
    {
        foreach (var change in decision.Events)
        {
            LedgerRules.AssertFitsBefore(change, State, now);
            State.Apply(change, now);
            books.Post(change.Postings);
            books.AssertHolds(State, policy);
        }

        foreach (var counter in decision.Counters)
        {
            counters[(counter.Key, counter.Start, counter.Subject)] = counter.Value;
        }

        if (decision.Events.Count > 0)
        {
            History.Add(decision.Events, now);
        }
    }

    private long SubjectUsed(ulong key, Instant start, string subject) =>
        counters.GetValueOrDefault((key, start, subject));

    private static int? Pick<T>(List<T> list, LedgerStep step) => list.Count == 0 ? null : step.Which % list.Count;

    private MemberState Begin(LedgerStart start)
    {
        const long nearly = Amounts.BalanceMax - 300;
        return start switch
        {
            LedgerStart.NearlyFull => Holding(nearly),
            LedgerStart.DeepInDebt when policy == NegativeBalancePolicy.Debt => Holding(-nearly),
            _ => new MemberState(),
        };
    }

    private MemberState Holding(long amount) => MemberState.Restore(
        now,
        [.. Currencies.Select(currency =>
            Wallet.Restore(currency, amount, 0, 0, amount > 0 ? [new Lot(null, amount)] : []))],
        [],
        null);
}
