using NodaTime;
using Rewards.Journal.Records;

namespace Rewards.Grains.Projections;

/// <summary>The months of one community, and what waits for review: only the award tells whose rule it was.</summary>
internal sealed class CommunityMonths(DateTimeZone zone)
{
    private readonly Dictionary<(string Member, string Activity), List<RuleCost>> awaiting = [];

    public DateTimeZone Zone { get; } = zone;

    public SortedDictionary<YearMonth, MonthFigures> Months { get; } = [];

    public MonthFigures MonthOf(YearMonth month)
    {
        if (!Months.TryGetValue(month, out var figures))
        {
            Months[month] = figures = new MonthFigures();
            if (Months.Count > PayAndContribution.MonthsMax)
            {
                Months.Remove(Months.Keys.First());
            }
        }

        return figures;
    }

    public void Await(string member, string activity, in RuleCost cost)
    {
        if (!awaiting.TryGetValue((member, activity), out var costs))
        {
            awaiting[(member, activity)] = costs = new List<RuleCost>(1);
        }

        costs.Add(cost);
    }

    /// <summary>What waited for the review of an activity; it waits no more.</summary>
    public IReadOnlyList<RuleCost> Awaited(string member, string activity) =>
        awaiting.Remove((member, activity), out var costs) ? costs : [];

    public void Save(ByteWriter writer)
    {
        writer.Unsigned((ulong)Months.Count);
        foreach (var (month, figures) in Months)
        {
            writer.Unsigned((ulong)month.Year);
            writer.Unsigned((ulong)month.Month);
            figures.Save(writer);
        }

        writer.Unsigned((ulong)awaiting.Values.Sum(costs => costs.Count));
        foreach (var ((member, activity), costs) in awaiting)
        {
            foreach (var cost in costs)
            {
                writer.Text(member);
                writer.Text(activity);
                writer.Text(cost.Currency);
                writer.Unsigned((ulong)cost.Version);
                writer.Unsigned((ulong)cost.Rule);
                writer.Signed(cost.Amount);
            }
        }
    }

    public static CommunityMonths Load(DateTimeZone zone, ref ByteReader reader)
    {
        var community = new CommunityMonths(zone);
        for (var left = reader.Count(); left > 0; left--)
        {
            var month = new YearMonth((int)reader.Unsigned(), (int)reader.Unsigned());
            community.Months[month] = MonthFigures.Load(ref reader);
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            var (member, activity) = (reader.Text(), reader.Text());
            community.Await(member, activity, new RuleCost(
                reader.Text(), (int)reader.Unsigned(), (int)reader.Unsigned(), reader.Signed()));
        }

        return community;
    }
}
