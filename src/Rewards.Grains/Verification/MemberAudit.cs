using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Budgets;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Domain.Vesting;
using Rewards.Grains.Entitlements;
using Rewards.Grains.Members;
using Rewards.Grains.Quests;
using Rewards.Grains.Standing;
using Rewards.Grains.Vesting;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;
using Rewards.Journal.Snapshots;

namespace Rewards.Grains.Verification;

/// <summary>Replays a member: balances against postings, awards and holds against what became of them, rows.</summary>
internal sealed class MemberAudit(StreamId stream) : StreamAudit(stream)
{
    private readonly MemberState state = new();
    private readonly OpenAwards awards = new();
    private readonly OpenHolds holds = new();
    private Dictionary<RowKey, long>? counters;
    private MemberDraws? draws;
    private VestingAudit? vestings;
    private GrantAudit? grants;
    private MemberState? resumed;
    private long resumedVersion;

    public MemberBooks Books { get; } = new();

    /// <summary>The latest version of the community's rules that a receipt names.</summary>
    public int RulesVersionMax { get; private set; }

    /// <summary>What the member's awards drew from each slice of a budget.</summary>
    public IReadOnlyDictionary<SliceKey, long>? Draws => draws?.BySlice;

    public override int Held =>
        1 + awards.Count + holds.Count + (counters?.Count ?? 0) + (resumed is null ? 0 : 1)
        + (vestings?.Count ?? 0) + (grants?.Count ?? 0) + (draws?.BySlice.Count ?? 0);

    public override void End()
    {
        foreach (var wallet in state.Wallets)
        {
            if (MemberBooks.BrokenLots(wallet) is { } broken)
            {
                Complain(broken);
            }
        }
    }

    public override void ExpectDue(DueCheck due)
    {
        if (state.ExpiryWakeAt is { } wake)
        {
            due.Expect(this, wake, MemberActivation.ExpiryWork);
        }

        foreach (var (activity, lapsesAt) in awards.Lapses)
        {
            due.Expect(this, lapsesAt, MemberActivation.LapseWork + activity);
        }

        foreach (var vesting in vestings?.Open ?? [])
        {
            due.Expect(this, vesting.EndsAt, VestingRow.DueKey(vesting.Activity, vesting.Rule));
        }
    }

    public override bool CheckSnapshot(ReadOnlySpan<byte> snapshot)
    {
        resumed = MemberSnapshot.Read(snapshot);
        resumedVersion = Version;
        if (resumed is not { } restored)
        {
            return false;
        }

        if (!MemberSnapshot.Write(restored).AsSpan().SequenceEqual(MemberSnapshot.Write(state)))
        {
            Complain("its snapshot is not the state to which the replay comes.");
        }

        return true;
    }

    public override void CheckResumed()
    {
        if (resumed is not null)
        {
            CheckResumed(resumed, resumedVersion);
        }
    }

    public override void CheckTail(StreamTail tail)
    {
        if (tail.Snapshot.IsEmpty || MemberSnapshot.Read(tail.Snapshot.Span) is not { } restored)
        {
            return;
        }

        Counts.Snapshots += resumedVersion == tail.SnapshotVersion ? 0 : 1;
        foreach (var (made, at) in tail.Records.Select(record => record.Content)
            .SelectMany(content => content.Events, (content, made) => (made, content.RecordedAt)))
        {
            restored.Apply((MemberEvent)EventCatalogue.Read(made), at);
        }

        CheckResumed(restored, tail.SnapshotVersion);
    }

    protected override void Apply(JournalRecord record, IReadOnlyList<object> events)
    {
        var rows = new ExpectedRows();
        ActivityRecorded? activity = null;
        List<PointsAwarded>? pending = null;
        var (awarded, waits) = (0, false);
        foreach (MemberEvent change in events)
        {
            Post(change);
            if (AchievementCheck.Wrong(change, state, Stream.Name) is { } wrong)
            {
                Complain(wrong);
            }

            state.Apply(change, record.RecordedAt);
            resumed?.Apply(change, record.RecordedAt);
            if (change is ActivityRecorded recorded)
            {
                activity = recorded;
                rows.Add(RecordedActivity.Key(recorded.Activity.Id.Value));
                RulesVersionMax = Math.Max(RulesVersionMax, recorded.Receipt.RulesVersion);
            }
            else if (change is PointsAwarded award)
            {
                awarded++;
                Award(award, activity, rows);
                if (award.Status == AwardStatus.Pending)
                {
                    (pending ??= []).Add(award);
                }
            }
            else if (change is HistoryCounted or ContributionMeasured)
            {
                waits |= change is ContributionMeasured measured && measured.Lines.Any(line => line.AfterApproval);
                Count(change, activity?.Activity, rows);
            }
            else if (change is VestingStarted started)
            {
                (vestings ??= new VestingAudit()).Start(started, activity?.Activity, events, Complain);
            }
            else
            {
                Follow(change, events, record.RecordedAt, rows);
            }
        }

        if (activity is not null)
        {
            CheckReceipt(activity.Receipt, awarded);
            if (waits || pending is not null)
            {
                awards.Open(activity.Activity.Id, new OpenAward(activity.Activity, pending ?? []));
            }
        }

        rows.Compare(record.Rows, Complain);
        foreach (var difference in Books.Differences(state))
        {
            Complain(difference);
        }
    }

    private void CheckResumed(MemberState restored, long version)
    {
        if (!MemberSnapshot.Write(restored).AsSpan().SequenceEqual(MemberSnapshot.Write(state)))
        {
            Complain(version, "from its snapshot the stream comes to another state than from its begin.");
        }
    }

    private void Post(MemberEvent change)
    {
        foreach (var posting in change.Postings)
        {
            Counts.Postings++;
            if (Books.Post(posting) is { } wrong)
            {
                Complain(wrong);
            }
        }
    }

    private void Award(PointsAwarded award, ActivityRecorded? activity, ExpectedRows rows)
    {
        if (activity is null)
        {
            Complain("it awards points for no activity.");
            return;
        }

        foreach (var line in award.Lines)
        {
            if (line.Granted < 0 || line.Granted > line.Asked)
            {
                Complain($"{line.Granted} {line.Currency} are granted where {line.Asked} were asked.");
            }
        }

        foreach (var use in award.Uses)
        {
            Count(use, activity.Activity, use.After, rows);
        }
    }

    /// <summary>Counts of past activity and of discounts on contribution, beside those of awards.</summary>
    private void Count(MemberEvent change, Activity? activity, ExpectedRows rows)
    {
        var uses = change is HistoryCounted counted ? counted.Uses : ((ContributionMeasured)change).Uses;
        foreach (var use in uses)
        {
            Count(use, activity, use.After, rows);
        }
    }

    /// <summary>Awards are for the rules that the receipt says awarded.</summary>
    private void CheckReceipt(Receipt receipt, int awarded)
    {
        var told = receipt.Rules.Count(
            trace => trace.Outcome is RuleOutcome.Granted or RuleOutcome.GrantedInPart
                or RuleOutcome.Discounted or RuleOutcome.Vesting or RuleOutcome.BudgetRest);
        if (told != awarded)
        {
            Complain($"its receipt tells of {told} rules that award, and there are {awarded} awards.");
        }
    }

    private void Follow(
        MemberEvent change, IReadOnlyList<object> record, Instant recordedAt, ExpectedRows rows)
    {
        switch (change)
        {
            case AwardsApproved approved:
                awards.Close(approved.Activity, approved.Moves, Account.Available, Complain);
                rows.Add(AwardStatusRow.Key(approved.Activity), Status(AwardStatus.Granted));
                break;
            case AwardsRejected rejected:
                var gone = awards.Close(rejected.Activity, rejected.Moves, Account.Issuance, Complain);
                Free(gone?.Activity, rejected.Freed, rows);
                rows.Add(AwardStatusRow.Key(rejected.Activity), Status(AwardStatus.Rejected));
                break;
            case AwardsLapsed lapsed:
                var over = awards.Close(lapsed.Activity, lapsed.Moves, Account.Issuance, Complain);
                Free(over?.Activity, lapsed.Freed, rows);
                rows.Add(AwardStatusRow.Key(lapsed.Activity), Status(AwardStatus.Lapsed));
                break;
            case AwardsReversed reversed:
                var taken = vestings?.Reverse(reversed) ?? reversed.Moves;
                if (awards.Contains(reversed.Activity))
                {
                    awards.Close(reversed.Activity, taken, Account.Issuance, Complain);
                }

                rows.Add(AwardStatusRow.Key(reversed.Activity));
                break;
            case AwardReceived or ReceivedAwardTakenBack or ReceivedAwardWithheld:
                rows.AddAny(RowKind.ReceivedAward);
                break;
            case ContributionReceived or ReceivedContributionTakenBack:
                rows.AddAny(RowKind.ReceivedContribution);
                break;
            case GrantedRetroactively granted: Grant(granted, rows); break;
            case SupportReceived received: Count(received, rows); break;
            case QuestCompleted or QuestUndone: rows.Add(QuestRows.Of(change)!.Value.Key); break;
            case EntitlementEvent entitlement:
                var row = EntitlementRows.Of(entitlement);
                rows.Add(row.Key, row.Value);
                break;
            case PointsAdjusted adjusted:
                CheckAdjusted(adjusted);
                rows.AddAny(RowKind.Request);
                break;
            case BudgetsDrawn drawn: (draws ??= new MemberDraws()).Take(drawn, record, Complain); break;
            case ActiveDayCounted counted: vestings?.See(counted); break;
            case VestingMatured or VestingVoided: EndVesting(change, rows); break;
            case StandingSet:
                rows.AddAny(RowKind.Request);
                rows.Add(StandingTurn.Key(state.Standing!.Changes));
                break;
            case PointsExpired expired:
                CheckExpired(expired, recordedAt);
                break;
            case PointsHeld held:
                holds.Open(held, Complain);
                rows.Add(new RowKey(RowKind.Hold, held.Hold));
                break;
            case HoldSettled settled:
                holds.Close(settled.Hold, settled.Settled, settled.Moves, Complain);
                rows.Add(new RowKey(RowKind.Hold, settled.Hold));
                break;
            case HoldReleased released:
                holds.Close(released.Hold, 0, released.Moves, Complain);
                rows.Add(new RowKey(RowKind.Hold, released.Hold));
                break;
        }
    }

    private void Grant(GrantedRetroactively granted, ExpectedRows rows)
    {
        RulesVersionMax = Math.Max(RulesVersionMax, granted.Version);
        (grants ??= new GrantAudit()).See(granted, rows, Complain);
        foreach (var use in granted.Uses)
        {
            if (GrantAudit.TargetOf(granted, use) is { } target)
            {
                Count(use, target, use.After, rows);
            }
        }
    }

    private void Count(SupportReceived received, ExpectedRows rows)
    {
        rows.AddAny(RowKind.ReceivedSupport);
        foreach (var use in received.Uses)
        {
            Count(use, received.From, use.After, rows);
        }
    }

    private void EndVesting(MemberEvent change, ExpectedRows rows)
    {
        vestings ??= new VestingAudit();
        if (change is VestingMatured matured)
        {
            vestings.Mature(matured, Complain);
            rows.Add(VestingRow.Key(matured.Activity, matured.Rule), new[] { (byte)VestingStatus.Matured });
        }
        else if (change is VestingVoided voided)
        {
            Free(vestings.Void(voided, Complain), voided.Freed, rows);
            rows.Add(VestingRow.Key(voided.Activity, voided.Rule), new[] { (byte)voided.Why });
        }
    }

    private void CheckAdjusted(PointsAdjusted adjusted)
    {
        var given = adjusted.Moves.Where(move => move.From == Account.Adjustment).Sum(move => move.Amount);
        var taken = adjusted.Moves.Where(move => move.To == Account.Adjustment).Sum(move => move.Amount);
        if (given - taken != adjusted.Amount || adjusted.Moves.Any(move => move.Currency != adjusted.Currency))
        {
            Complain($"it adjusts by {adjusted.Amount} {adjusted.Currency}, and its postings by {given - taken}.");
        }
    }

    private void CheckExpired(PointsExpired expired, Instant recordedAt)
    {
        if (expired.Moves.Any(move => move.To != Account.Expiry || !(move.LotExpiresAt <= recordedAt)))
        {
            Complain($"it lets points expire that had not expired at {recordedAt}.");
        }
    }

    private void Free(Activity? activity, IReadOnlyList<LimitUse> freed, ExpectedRows rows)
    {
        foreach (var use in freed)
        {
            Count(use, activity, use.Freed, rows);
        }
    }

    /// <summary>A counter per subject or counterparty stands in a row, with the sum of all its uses.</summary>
    private void Count(LimitUse use, Activity? activity, Func<long, long> after, ExpectedRows rows)
    {
        if (use.Scope.IsKeyed() && activity is not null && use.Scope.TargetOf(activity) is { } subject)
        {
            Count(use, subject, after, rows);
        }
    }

    private void Count(LimitUse use, string subject, Func<long, long> after, ExpectedRows rows)
    {
        counters ??= [];
        var key = SubjectCounterRows.Key(use.Key, use.CounterStart, subject);
        var value = after(counters.GetValueOrDefault(key));
        counters[key] = value;
        rows.Set(key, SubjectCounterRows.Of(new SubjectCounter(use.Key, use.CounterStart, subject, value)).Value);
    }

    private static byte[] Status(AwardStatus status) => [(byte)status, 0];
}
