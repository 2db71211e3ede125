using NodaTime;
using Rewards.Domain.Communities;
using Rewards.Domain.Experiments;
using Rewards.Journal.Records;

namespace Rewards.Grains.Projections;

/// <summary>The months of one community, and what waits for review: only the award tells whose rule it was.</summary>
internal sealed class CommunityMonths(DateTimeZone zone)
{
    private readonly Dictionary<(string Member, string Activity), List<RuleCost>> awaiting = [];

    public DateTimeZone Zone { get; } = zone;

    /// <summary>The experiment that runs, as far as the feed has told.</summary>
    public RunningExperiment? Running { get; private set; }

    public SortedDictionary<YearMonth, MonthFigures> Months { get; } = [];

    /// <summary>What the community did, in the order of its records.</summary>
    public void Follow(CommunityEvent change)
    {
        Running = change switch
        {
            ExperimentStarted it => new RunningExperiment(it.Id, it.Version, it.Percent, it.Until),
            ExperimentWidened it when Running?.Id == it.Id => Running with { Percent = it.Percent },
            ExperimentStopped it when Running?.Id == it.Id => null,
            _ => Running,
        };
    }

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
        writer.Byte(Running is null ? (byte)0 : (byte)1);
        if (Running is { } running)
        {
            writer.Text(running.Id);
            writer.Unsigned((ulong)running.Version);
            writer.Unsigned((ulong)running.Percent);
            writer.OptionalTime(running.Until);
        }

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
        if (reader.Byte() == 1)
        {
            community.Running = new RunningExperiment(
                reader.Text(), (int)reader.Unsigned(), (int)reader.Unsigned(), reader.OptionalTime());
        }

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
