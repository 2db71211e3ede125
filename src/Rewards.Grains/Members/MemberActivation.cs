using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Grains.Budgets;
using Rewards.Grains.Communities;
using Rewards.Grains.Entitlements;
using Rewards.Grains.InProcess;
using Rewards.Grains.Quests;
using Rewards.Grains.Vesting;
using Rewards.Journal;
using Rewards.Journal.Records;
using Rewards.Journal.Snapshots;

namespace Rewards.Grains.Members;

/// <summary>What every member's grain shares.</summary>
internal sealed record MemberServices(
    IJournal Journal, ProgrammeCache Programmes, TimeProvider Time, GrainOptions Options, IGrains Grains)
{
    /// <summary>The other members of a community, wherever they live.</summary>
    public Func<MemberId, IMemberGrain> MembersOf(string community) =>
        member => Grains.Member(new CommunityId(community), member);

    /// <summary>What this host may draw from budgets.</summary>
    public required BudgetPurses Purses { get; init; }

    /// <summary>The time, as it will be read back.</summary>
    public Instant Now() => Microseconds.Floor(Instant.FromDateTimeOffset(Time.GetUtcNow()));

    private Func<StreamId, IActivation>? create;

    /// <summary>Makes an activation; one delegate for all calls.</summary>
    public Func<StreamId, IActivation> Create => create ??= id => new MemberActivation(this, id);
}

/// <summary>A member's grain in memory.</summary>
internal sealed class MemberActivation(MemberServices services, StreamId id)
    : Activation<MemberEvent>(services.Journal, id)
{
    /// <summary>Key of the due work that expires lots.</summary>
    public const string ExpiryWork = "expiry";

    /// <summary>Prefix of the key of the due work that lapses pending awards; the activity's id follows.</summary>
    public const string LapseWork = "lapse:";

    /// <summary>Prefix of the key of the due work that gives to others; the activity's id follows.</summary>
    public const string DeliverWork = "deliver:";

    /// <summary>Prefix of the key of the due work that gives back to budgets; the activity's id follows.</summary>
    public const string FreeWork = "free:";

    private Instant? wakeKnown;

    public MemberState State { get; private set; } = new();

    public BudgetPurses Purses => services.Purses;

    /// <summary>The time of this command, as it will be read back.</summary>
    public Instant Now() => services.Now();

    /// <summary>
    /// The programme that decides what the member tells then: the one in force, or the draft of an experiment.
    /// </summary>
    public ValueTask<Programme> DecidingProgrammeAsync(Instant now) =>
        services.Programmes.DecidingAsync(Id.Community, Id.Name, now);

    /// <summary>The community's programme in force then.</summary>
    public ValueTask<Programme> ProgrammeAsync(Instant now) => services.Programmes.InForceAsync(Id.Community, now);

    /// <summary>A version of the community's rules.</summary>
    public ValueTask<Programme> VersionAsync(int version) => services.Programmes.VersionAsync(Id.Community, version);

    /// <summary>
    /// Makes a decision real: events, counters per subject as rows, further rows, side record, done work.
    /// </summary>
    public void Commit(
        Decision decision, Instant now, List<Row> rows, ReadOnlyMemory<byte> side = default, DueToken? done = null)
    {
        for (var i = 0; i < decision.Counters.Count; i++)
        {
            rows.Add(SubjectCounterRows.Of(decision.Counters[i]));
        }

        for (var i = 0; i < decision.Events.Count; i++)
        {
            Attend(decision.Events[i], now, rows);
        }

        EntitlementRows.AddTo(rows, decision.Events);
        wakeKnown = State.ExpiryWakeAt;
        if (LapseOf(decision.Events) is { } lapse)
        {
            WakeAt(lapse.At, lapse.Key);
        }

        var doneWork = done is { } token ? new[] { token } : [];
        Commit(new Change<MemberEvent>(decision.Events, rows, side, doneWork), now, services.Options);
    }

    /// <summary>Goes with the next commit: what the activity gives to others is to be sent, or taken back.</summary>
    public void DeliverQueued(ActivityId activity, Instant now) => WakeAt(now, DeliverWork + activity.Value);

    /// <summary>Goes with the next commit: what the activity's awards drew from budgets is to be given back.</summary>
    public void FreeBudgets(RecordedAwards awards, Instant now)
    {
        if (awards.Draws.Count > 0)
        {
            WakeAt(now, FreeWork + awards.Activity.Value);
        }
    }

    /// <summary>
    /// What vests has a time at which it ends, and a row once it has ended; so has a quest when it is done.
    /// </summary>
    private void Attend(MemberEvent change, Instant now, List<Row> rows)
    {
        switch (change)
        {
            case VestingStarted started:
                WakeAt(started.EndsAt, VestingRow.DueKey(started.Activity, started.Rule));
                break;
            case VestingMatured matured:
                rows.Add(VestingRow.Of(matured.Activity, matured.Rule, VestingStatus.Matured));
                DeliverQueued(matured.Activity, now);
                break;
            case QuestCompleted or QuestUndone: rows.Add(QuestRows.Of(change)!.Value); break;
            case VestingVoided voided:
                rows.Add(VestingRow.Of(voided.Activity, voided.Rule, voided.Why));
                break;
        }
    }

    public ValueTask CompleteDueAsync(DueToken done) => Journal.CompleteDueAsync(done, CancellationToken.None);

    protected override void Evolve(MemberEvent change, Instant recordedAt) => State.Apply(change, recordedAt);

    /// <summary>One wake-up for a command, however many lots it fills.</summary>
    protected override void Evolved()
    {
        if (State.ExpiryWakeAt is { } wake && wake != wakeKnown)
        {
            WakeAt(wake, ExpiryWork);
        }
    }

    protected override bool RestoreSnapshot(ReadOnlySpan<byte> snapshot)
    {
        if (MemberSnapshot.Read(snapshot) is not { } state)
        {
            return false;
        }

        State = state;
        return true;
    }

    protected override byte[] WriteSnapshot() => MemberSnapshot.Write(State);

    protected override int SnapshotBytesEstimate
    {
        get
        {
            var lots = 0;
            for (var i = 0; i < State.Wallets.Count; i++)
            {
                lots += State.Wallets[i].Lots.Length;
            }

            var badges = State.Achievements?.Badges.Count ?? 0;
            return 24 + (State.Wallets.Count * 20) + (lots * 12) + (State.Limits.All.Length * 28) + (badges * 40)
                + ((State.Achievements?.Streaks.Count ?? 0) * 40);
        }
    }

    /// <summary>The pending awards of one activity lapse together.</summary>
    private static (Instant At, string Key)? LapseOf(IReadOnlyList<MemberEvent> events)
    {
        string? activity = null;
        for (var i = 0; i < events.Count; i++)
        {
            switch (events[i])
            {
                case ActivityRecorded recorded: activity = recorded.Activity.Id.Value; break;
                case PointsAwarded { Status: AwardStatus.Pending, LapsesAt: { } at }: return (at, LapseWork + activity);
            }
        }

        return null;
    }
}
