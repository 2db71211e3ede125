using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Domain.Vesting;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Simulations;

/// <summary>
/// Replays recorded activity against a draft, in a sandbox: it reads the journal's feed and holds nothing that writes.
/// Everything before the window is followed as it happened; from then on every activity is decided by the draft, at the
/// time at which it was received; reviews, reversals and what was contributed are as they were. Balances and expiry
/// play no part: no rule reads them, and a reversal takes points back from both alike.
/// </summary>
/// <param name="journal">Only its feed and side records are read.</param>
/// <param name="community">Whose members.</param>
/// <param name="deciding">
/// The programme to try on what was decided with that receipt; null: on reviews and what else is no activity.
/// </param>
/// <param name="from">Where the window begins.</param>
public sealed class RuleSimulation(
    IJournal journal, CommunityId community, Func<Receipt?, Programme> deciding, Instant from)
{
    /// <summary>Tries one draft on everything.</summary>
    public RuleSimulation(IJournal journal, Programme draft, Instant from)
        : this(journal, draft.Community, _ => draft, from)
    {
    }

    /// <summary>
    /// Contribution in the window as another version of the model measures it, to compare pay with; null: as it was
    /// measured. Levels follow what was measured in either case: they were reached by that.
    /// </summary>
    public IReadOnlyDictionary<string, long>? Contribution
    {
        get => figures.Contribution;
        init => figures = new SimulationFigures { Contribution = value };
    }

    /// <summary>Is told of every activity that was decided; null: nobody is.</summary>
    public Action<SimulatedActivity>? Decided { get; init; }

    private const int RecordsPerRead = 2_000;

    private readonly Dictionary<string, SimulatedMember> members = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Member, string Activity), MemberEvent[]> livePending = [];
    private readonly Dictionary<(string Member, string Activity, int Rule), MemberEvent[]> liveVesting = [];
    private readonly SimulatedBudgets budgets = new();
    private readonly HashSet<(string Member, string Activity)> drawnBefore = [];
    private SimulationFigures figures = new();
    private Instant latest;
    private long records;

    /// <summary>Runs to where the journal ends; progress after every read.</summary>
    /// <exception cref="GrainUnavailableException">The journal does not answer; ask again later.</exception>
    public Task<SimulationReport> RunAsync(
        Func<SimulationProgress, ValueTask> progress, CancellationToken cancellation) =>
        JournalTrouble.ReadAsync(() => ReplayAsync(progress, cancellation)).AsTask();

    private async ValueTask<SimulationReport> ReplayAsync(
        Func<SimulationProgress, ValueTask> progress, CancellationToken cancellation)
    {
        var cursor = FeedCursor.Beginning;
        while (true)
        {
            var page = await journal.ReadFeedAsync(cursor, RecordsPerRead, cancellation);
            if (page.Records.Count == 0)
            {
                foreach (var (id, member) in members)
                {
                    VoidEnded(id, member, latest, latest);
                }

                return figures.Report();
            }

            foreach (var record in page.Records)
            {
                cancellation.ThrowIfCancellationRequested();
                await TakeAsync(record, cancellation);
            }

            cursor = page.Next;
            records += page.Records.Count;
            await progress(new SimulationProgress(records, figures.Activities));
        }
    }

    private async ValueTask TakeAsync(StoredRecord record, CancellationToken cancellation)
    {
        if (record.Stream == StreamId.OfBudgets(community.Value))
        {
            FreeBefore(record);
            return;
        }

        if (record.Stream.Kind != StreamKind.Member || record.Stream.Community != community.Value)
        {
            return;
        }

        var content = record.Content;
        var events = new MemberEvent[content.Events.Count];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = (MemberEvent)EventCatalogue.Read(content.Events[i]);
        }

        var id = record.Stream.Name;
        if (!members.TryGetValue(id, out var member))
        {
            members[id] = member = new SimulatedMember(id);
        }

        latest = Instant.Max(latest, content.RecordedAt);
        VoidEnded(id, member, content.RecordedAt, content.RecordedAt);
        if (content.RecordedAt < from)
        {
            member.Follow(content, events);
            DrawBefore(id, events);
        }
        else if (Array.Find(events, change => change is ActivityRecorded) is ActivityRecorded recorded)
        {
            var activity = await WithPersonalFactsAsync(record, recorded.Activity, cancellation);
            var decided = Decide(id, member, deciding(recorded.Receipt), activity, content, events);
            Decided?.Invoke(new SimulatedActivity(
                id, activity, recorded.Receipt, content.RecordedAt, events, decided));
        }
        else
        {
            Resolve(id, member, content, events);
        }
    }

    private IReadOnlyList<MemberEvent> Decide(
        string id, SimulatedMember member, Programme draft, Activity activity, JournalRecord record,
        MemberEvent[] events)
    {
        if (Array.Exists(events, change => change is PointsAwarded { Status: AwardStatus.Pending }))
        {
            livePending[(id, activity.Id.Value)] = [.. events.Where(IsPending)];
        }

        foreach (var started in events.OfType<VestingStarted>())
        {
            liveVesting[(id, activity.Id.Value, started.Rule)] = [.. events.Where(change =>
                (change is PointsAwarded award && award.Rule == started.Rule)
                || (change is AwardsQueued queued && queued.Rule == started.Rule))];
        }

        foreach (var change in events)
        {
            if (change is ContributionMeasured measured)
            {
                figures.Contribute(id, measured.Lines.Where(line => !line.AfterApproval));
            }
        }

        try
        {
            var decided = member.Decide(draft, activity, record.RecordedAt, events, budgets.LeftOf(draft)).Events;
            budgets.Draw(decided);
            TellSupport(id, events, decided);
            figures.Add(id, events, decided);
            return decided;
        }
        catch (DomainException)
        {
            member.Exist(record.RecordedAt);
            member.Contribute(draft, events, record.RecordedAt);
            figures.Add(id, events, []);
            figures.Refused++;
            return [];
        }
    }

    /// <summary>
    /// What others were told of support comes in with the records of their streams; what only the draft asks for, at
    /// once.
    /// </summary>
    private void TellSupport(string id, MemberEvent[] live, IReadOnlyList<MemberEvent> decided)
    {
        if (decided.OfType<SupportGiven>().FirstOrDefault() is not { } given)
        {
            return;
        }

        var told = live.OfType<SupportGiven>().FirstOrDefault()?.Uses ?? [];
        foreach (var use in given.Uses.Where(use => !told.Any(known => known.Key == use.Key)))
        {
            if (!members.TryGetValue(given.Person, out var other))
            {
                members[given.Person] = other = new SimulatedMember(given.Person);
            }

            other.Support(id, use);
        }
    }

    /// <summary>Reviews, lapses and the rest, as they happened.</summary>
    private void Resolve(string id, SimulatedMember member, JournalRecord record, MemberEvent[] events)
    {
        var at = record.RecordedAt;
        member.Exist(at);
        foreach (var change in events)
        {
            switch (change)
            {
                case AwardsApproved approved: Approve(id, member, approved.Activity, events, at); break;
                case AwardsRejected rejected: TakeOut(id, member, rejected.Activity, rejected.Freed, record); break;
                case AwardsLapsed lapsed: TakeOut(id, member, lapsed.Activity, lapsed.Freed, record); break;
                case AwardsReversed reversed: member.TakeBack(reversed.Activity, at); break;
                case StandingSet set:
                    member.Take(set, at);
                    if (set.Standing == StandingKind.Banned)
                    {
                        VoidEnded(id, member, null, at);
                    }

                    break;
                case VestingVoided voided: TakeOut(id, member, voided, at); break;
                case GrantedRetroactively granted: member.Grant(granted, record); break;
                case SupportReceived received:
                    foreach (var use in received.Uses)
                    {
                        member.Support(received.From, use);
                    }

                    break;
                case ContributionCounted counted: figures.Contribute(id, counted.Lines); break;
                case ContributionTakenBack taken: figures.Contribute(id, taken.Lines); break;
            }
        }

        member.Contribute(deciding(null), events, at);
    }

    private void Approve(
        string id, SimulatedMember member, ActivityId activity, MemberEvent[] events, Instant at)
    {
        var inWindow = livePending.Remove((id, activity.Value));
        if (member.Resolve(activity.Value) is { } awards)
        {
            member.Approve(deciding(null), awards, at);
        }
        else if (!inWindow)
        {
            // Decided before the window: what it gives is the draft's too.
            member.Earn(events, at);
        }
    }

    private void TakeOut(
        string id, SimulatedMember member, ActivityId activity, IReadOnlyList<LimitUse> freed, JournalRecord record)
    {
        if (livePending.Remove((id, activity.Value), out var live))
        {
            figures.TakeOut(id, live, live: true);
        }
        else
        {
            // Decided before the window: what it used is free for the draft too.
            member.Free(activity, freed, record);
        }

        if (member.Resolve(activity.Value) is { } awards)
        {
            figures.TakeOut(id, [.. awards.Awards, .. awards.Queued], live: false);
            member.Free(awards, record.RecordedAt);
            budgets.Free(awards.Draws);
        }
    }

    /// <summary>What was drawn before the window counts as it happened.</summary>
    private void DrawBefore(string id, MemberEvent[] events)
    {
        if (Array.Exists(events, change => change is BudgetsDrawn))
        {
            budgets.Draw(events);
            drawnBefore.Add((id, events.OfType<ActivityRecorded>().Single().Activity.Id.Value));
        }
    }

    /// <summary>And what of that was given back since.</summary>
    private void FreeBefore(StoredRecord record)
    {
        foreach (var freed in record.Content.Events.Select(made => EventCatalogue.Read(made)).OfType<BudgetFreed>())
        {
            if (drawnBefore.Contains((freed.Member, freed.Activity.Value)))
            {
                budgets.Free([new BudgetDraw(freed.Rule, freed.Key, freed.Start, 0, freed.Amount)]);
            }
        }
    }

    private void TakeOut(string id, SimulatedMember member, VestingVoided voided, Instant at)
    {
        if (liveVesting.Remove((id, voided.Activity.Value, voided.Rule), out var live))
        {
            figures.TakeOut(id, live, live: true);
        }
        else
        {
            // Decided before the window: it is void for the draft too.
            member.Void(voided, at);
        }
    }

    /// <summary>What vests by the draft ends by its own time, whether or not anything is recorded then.</summary>
    private void VoidEnded(string id, SimulatedMember member, Instant? endedBy, Instant now)
    {
        foreach (var awards in member.VoidEnded(endedBy, now))
        {
            figures.TakeOut(id, [.. awards.Awards, .. awards.Queued], live: false);
            budgets.Free(awards.Draws);
        }
    }

    private async ValueTask<Activity> WithPersonalFactsAsync(
        StoredRecord record, Activity activity, CancellationToken cancellation)
    {
        var hash = record.Content.SideHash;
        return !hash.IsEmpty && await journal.ReadSideAsync(record, cancellation) is { } side
            ? PersonalFacts.Join(activity, SideRecord.Read(side.Span, hash.Span).Facts)
            : activity;
    }

    private static bool IsPending(MemberEvent change) =>
        change is PointsAwarded { Status: AwardStatus.Pending } or AwardsQueued { Status: AwardStatus.Pending };
}
