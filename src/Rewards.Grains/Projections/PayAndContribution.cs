using NodaTime;
using Rewards.Domain.Communities;
using Rewards.Domain.Contribution;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Projections;

/// <summary>
/// The projection behind match reports: per community and month of its time zone what every member was paid and
/// contributed, by when it was recorded, and what each rule gave. A month once over does not change: what is taken back
/// later counts in the month in which it was taken back, as in the ledger. The latest
/// <see cref="MonthsMax"/> months with records are kept.
/// </summary>
/// <param name="zoneOf">The time zone of a community.</param>
/// <param name="find">The latest record of a stream that sets a row: an award that is reversed was made before.
/// </param>
public sealed class PayAndContribution(
    Func<string, DateTimeZone> zoneOf, Func<StreamId, RowKey, StoredRecord?> find) : IProjection
{
    /// <summary>Two years and the month that runs.</summary>
    public const int MonthsMax = 25;

    /// <summary>The name under which it is saved.</summary>
    internal const string SavedAs = "pay-and-contribution.v5";

    private readonly Lock reading = new();
    private readonly Dictionary<string, CommunityMonths> communities = new(StringComparer.Ordinal);

    public string Name => SavedAs;

    public void Apply(StoredRecord record)
    {
        if (record.Stream.Kind == StreamKind.Community)
        {
            Follow(record);
            return;
        }

        if (record.Stream.Kind != StreamKind.Member)
        {
            return;
        }

        var content = record.Content;
        lock (reading)
        {
            var community = CommunityOf(record.Stream.Community);
            var date = content.RecordedAt.InZone(community.Zone).Date;
            var month = community.MonthOf(new YearMonth(date.Year, date.Month));
            var running = community.Running is { } experiment && experiment.RunsAt(content.RecordedAt)
                ? experiment : null;
            new RecordReading(community, new MonthSums(month, running), record, find).Apply(content.Events);
        }
    }

    private void Follow(StoredRecord record)
    {
        lock (reading)
        {
            var community = CommunityOf(record.Stream.Community);
            foreach (var change in record.Content.Events)
            {
                community.Follow((CommunityEvent)EventCatalogue.Read(change));
            }
        }
    }

    /// <summary>A copy of one month; null when nothing was recorded in it.</summary>
    public MonthCopy? Copy(string community, YearMonth month, string currency)
    {
        lock (reading)
        {
            return communities.TryGetValue(community, out var known) && known.Months.TryGetValue(month, out var figures)
                ? figures.Copy(currency) : null;
        }
    }

    public byte[] Save()
    {
        lock (reading)
        {
            var writer = new ByteWriter(4096);
            writer.Unsigned((ulong)communities.Count);
            foreach (var (name, community) in communities)
            {
                writer.Text(name);
                community.Save(writer);
            }

            return writer.ToArray();
        }
    }

    public void Load(ReadOnlySpan<byte> state)
    {
        lock (reading)
        {
            communities.Clear();
            if (state.IsEmpty)
            {
                return;
            }

            var reader = new ByteReader(state);
            for (var left = reader.Count(); left > 0; left--)
            {
                var name = reader.Text();
                communities[name] = CommunityMonths.Load(zoneOf(name), ref reader);
            }
        }
    }

    private CommunityMonths CommunityOf(string name)
    {
        if (!communities.TryGetValue(name, out var community))
        {
            communities[name] = community = new CommunityMonths(zoneOf(name));
        }

        return community;
    }

    /// <summary>One record's effect on its month.</summary>
    private readonly struct RecordReading(
        CommunityMonths community, MonthSums month, StoredRecord record, Func<StreamId, RowKey, StoredRecord?> find)
    {
        private readonly string member = record.Stream.Name;

        public void Apply(IReadOnlyList<RecordedEvent> events)
        {
            var version = 0;
            var activity = "";
            foreach (var recorded in events)
            {
                var change = (MemberEvent)EventCatalogue.Read(recorded);
                if (change is ActivityRecorded told)
                {
                    (version, activity) = (told.Receipt.RulesVersion, told.Activity.Id.Value);
                }

                Pay(change);
                Cost(change, version, activity);
                Contribute(change, version);
            }
        }

        private void Pay(MemberEvent change)
        {
            foreach (var posting in change.Postings)
            {
                if (posting is { From: Account.Issuance or Account.Pending, To: Account.Available })
                {
                    month.Pay(member, posting.Currency, posting.Amount);
                }
                else if (posting.From == Account.Available && posting.To == Account.Issuance)
                {
                    month.Pay(member, posting.Currency, -posting.Amount);
                }
            }
        }

        private void Cost(MemberEvent change, int version, string activity)
        {
            switch (change)
            {
                case PointsAwarded { Status: AwardStatus.Granted } awarded:
                    foreach (var line in awarded.Lines)
                    {
                        month.Cost(member, new RuleCost(line.Currency, version, awarded.Rule, line.Granted));
                    }

                    month.Award(member);
                    break;
                case PointsAwarded { Status: AwardStatus.Vesting }:
                    month.Award(member); // It costs when it matures.
                    break;
                case VestingMatured matured:
                    foreach (var move in matured.Moves)
                    {
                        month.Cost(member, new RuleCost(
                            move.Currency, matured.RulesVersion, matured.Rule, move.Amount));
                    }

                    break;
                case PointsAwarded awarded:
                    foreach (var line in awarded.Lines)
                    {
                        var cost = new RuleCost(line.Currency, version, awarded.Rule, line.Granted);
                        community.Await(member, activity, cost);
                    }

                    month.Award(member);
                    break;
                case AwardReceived received:
                    // The rules are those of who acted: what they cost stands in that arm of an experiment.
                    month.Cost(received.From, new RuleCost(
                        received.Currency, received.RulesVersion, received.Rule, received.Amount));
                    break;
                case AwardsApproved approved:
                    foreach (var cost in community.Awaited(member, approved.Activity.Value))
                    {
                        month.Cost(member, cost);
                    }

                    break;
                case GrantedRetroactively granted:
                    foreach (var line in granted.Lines)
                    {
                        month.Cost(member, new RuleCost(line.Currency, granted.Version, line.Rule, line.Granted));
                    }

                    break;
                case AwardsRejected rejected: community.Awaited(member, rejected.Activity.Value); break;
                case AwardsLapsed lapsed: community.Awaited(member, lapsed.Activity.Value); break;
                case AwardsReversed reversed:
                    community.Awaited(member, reversed.Activity.Value);
                    Reverse(ReversedCosts.OfMember(record, reversed, find));
                    Reverse(ReversedCosts.OfGrants(record.Stream, reversed.Activity, find));
                    break;
                case QuestUndone undone when undone.Activity != undone.Because:
                    Reverse(ReversedCosts.OfQuest(record, undone, find));
                    break;
                case ReceivedAwardTakenBack { Moves.Count: > 0 } taken:
                    Reverse(taken.From, ReversedCosts.OfReceived(record, taken, find));
                    break;
            }
        }

        private void Reverse(IEnumerable<RuleCost> costs) => Reverse(member, costs);

        private void Reverse(string actor, IEnumerable<RuleCost> costs)
        {
            foreach (var cost in costs)
            {
                month.Reverse(actor, cost);
            }
        }

        private void Contribute(MemberEvent change, int version)
        {
            IReadOnlyList<ContributionLine> lines = change switch
            {
                ContributionMeasured measured => [.. measured.Lines.Where(line => !line.AfterApproval)],
                ContributionCounted counted => counted.Lines,
                ContributionTakenBack taken => taken.Lines,
                _ => [],
            };
            if (lines.Count > 0)
            {
                month.Rest(change switch
                {
                    ContributionMeasured measured => MeasuringModel.Of(measured, version),
                    ContributionCounted counted => MeasuringModel.Of(record.Stream, counted.Activity, find),
                    _ => MeasuringModel.Of(record.Stream, ((ContributionTakenBack)change).Activity, find),
                });
            }

            foreach (var line in lines)
            {
                month.Contribute(line.Person.Length == 0 ? member : line.Person, line.Millis);
            }
        }
    }
}
