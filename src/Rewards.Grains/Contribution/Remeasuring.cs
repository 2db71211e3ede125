using System.Runtime.InteropServices;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Contribution;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Contribution;

/// <summary>
/// Measures what was recorded anew, by a version of the contribution model that is asked for: what each person
/// contributes from an instant to another, by when it was recorded, approved or reversed. It reads the journal's feed
/// from the beginning (discounts count from before), in a sandbox that holds nothing that writes; by the version that
/// measured it comes to what was measured.
/// </summary>
/// <param name="journal">Only its feed and side records are read.</param>
/// <param name="programme">The model, with rules that declare what it measures.</param>
/// <param name="from">Where the window begins.</param>
/// <param name="to">Where it ends; what is recorded then is out.</param>
public sealed class Remeasuring(IJournal journal, Programme programme, Instant from, Instant to)
{
    private const int RecordsPerRead = 2_000;

    private readonly Dictionary<string, long> contribution = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Member> members = new(StringComparer.Ordinal);

    /// <summary>In thousandths of a point, by person; whoever contributed nothing is not told.</summary>
    /// <exception cref="GrainUnavailableException">The journal does not answer; ask again later.</exception>
    public ValueTask<IReadOnlyDictionary<string, long>> RunAsync(CancellationToken cancellation) =>
        JournalTrouble.ReadAsync(() => ReadAsync(cancellation));

    private async ValueTask<IReadOnlyDictionary<string, long>> ReadAsync(CancellationToken cancellation)
    {
        var community = programme.Community.Value;
        for (var cursor = FeedCursor.Beginning; ;)
        {
            var page = await journal.ReadFeedAsync(cursor, RecordsPerRead, cancellation);
            foreach (var record in page.Records)
            {
                cancellation.ThrowIfCancellationRequested();
                if (record.Stream.Kind == StreamKind.Member && record.Stream.Community == community)
                {
                    await TakeAsync(record, cancellation);
                }
            }

            if (page.Records.Count == 0)
            {
                return contribution;
            }

            cursor = page.Next;
        }
    }

    private async ValueTask TakeAsync(StoredRecord record, CancellationToken cancellation)
    {
        var (content, id) = (record.Content, record.Stream.Name);
        var member = CollectionsMarshal.GetValueRefOrAddDefault(members, id, out _) ??= new Member();
        foreach (var recorded in content.Events)
        {
            switch (EventCatalogue.Read(recorded))
            {
                case ActivityRecorded told:
                    var hash = content.SideHash;
                    var activity = !hash.IsEmpty && await journal.ReadSideAsync(record, cancellation) is { } side
                        ? PersonalFacts.Join(told.Activity, SideRecord.Read(side.Span, hash.Span).Facts)
                        : told.Activity;
                    Count(id, member.Measure(programme, id, activity, content.RecordedAt), 1, content.RecordedAt);
                    break;
                case AwardsApproved it: Count(id, member.Approve(it.Activity), 1, content.RecordedAt); break;
                case AwardsReversed it: Count(id, member.Reverse(it.Activity), -1, content.RecordedAt); break;
                case StandingSet it:
                    member.Standing = new MemberStanding(it.Standing, content.RecordedAt, it.Until, 1);
                    break;
            }
        }

        member.Since ??= content.RecordedAt;
    }

    private void Count(string member, IEnumerable<ContributionLine> lines, int sign, Instant at)
    {
        foreach (var line in at >= from && at < to ? lines : [])
        {
            var person = line.Person.Length == 0 ? member : line.Person;
            CollectionsMarshal.GetValueRefOrAddDefault(contribution, person, out _) += sign * line.Millis;
        }
    }

    /// <summary>What measuring reads of a member, and what may be counted or taken back later.</summary>
    private sealed class Member : ICounterValues
    {
        private readonly Dictionary<(ulong Key, Instant Start, string Counterparty), long> support = [];
        private readonly Dictionary<ActivityId, (List<ContributionLine> Lines, bool Approved)> measured = [];
        private string? counterparty;

        public Instant? Since { get; set; }

        public MemberStanding? Standing { get; set; }

        public IEnumerable<ContributionLine> Measure(Programme programme, string id, Activity activity, Instant now)
        {
            if (programme.Contribution is not { } model || !model.ByType.TryGetValue(activity.Type, out var outcomes)
                || programme.Sanctions.Withholds(Standing, now) is not null)
            {
                return [];
            }

            counterparty = activity.Counterparty;
            var inputs = new ConditionInputs(activity, activity.At ?? now, programme.Calendar, Since, this)
            {
                Actor = id,
                Standing = Standing?.At(now) ?? default,
            };
            var uses = new List<LimitUse>();
            var lines = Measuring.Measure(outcomes, inputs, uses);
            foreach (var use in uses)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(
                    support, (use.Key, use.CounterStart, counterparty!), out _) += use.Amount;
            }

            if (lines.Count > 0)
            {
                measured[activity.Id] = (lines, false);
            }

            return lines.Where(line => !line.AfterApproval);
        }

        public IEnumerable<ContributionLine> Approve(ActivityId activity)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(measured, activity);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref known))
            {
                return [];
            }

            known.Approved = true;
            return known.Lines.Where(line => line.AfterApproval);
        }

        public IEnumerable<ContributionLine> Reverse(ActivityId activity) =>
            measured.Remove(activity, out var known)
                ? known.Lines.Where(line => !line.AfterApproval || known.Approved) : [];

        public long ValueOf(LimitScope scope, ulong key, Instant start) =>
            support.GetValueOrDefault((key, start, counterparty!));
    }
}
