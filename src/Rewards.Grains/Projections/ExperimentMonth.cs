using NodaTime;
using Rewards.Domain.Experiments;
using Rewards.Journal.Records;

namespace Rewards.Grains.Projections;

/// <summary>An experiment as the feed has told it so far.</summary>
internal sealed record RunningExperiment(string Id, int Version, int Percent, Instant? Until)
{
    public bool RunsAt(Instant at) => Until is not { } until || at < until;

    public bool Treats(string member) => Arms.IsTreated(Id, member, Percent);
}

/// <summary>The sums of both arms of an experiment in one month.</summary>
internal sealed class ExperimentMonth(int version)
{
    private MonthFigures treatment = new();
    private MonthFigures control = new();

    /// <summary>The last one; widening moves members from one arm to the other.</summary>
    public int Percent { get; set; }

    public MonthFigures Of(bool treated) => treated ? treatment : control;

    public ExperimentCopy Copy(string id, string currency) =>
        new(id, version, Percent, treatment.Copy(currency), control.Copy(currency));

    public void Save(ByteWriter writer)
    {
        writer.Unsigned((ulong)version);
        writer.Unsigned((ulong)Percent);
        treatment.Save(writer);
        control.Save(writer);
    }

    public static ExperimentMonth Load(ref ByteReader reader) => new((int)reader.Unsigned())
    {
        Percent = (int)reader.Unsigned(),
        treatment = MonthFigures.Load(ref reader),
        control = MonthFigures.Load(ref reader),
    };
}

/// <summary>Adds to a month, and while an experiment runs to the arm of each person too.</summary>
internal sealed class MonthSums(MonthFigures month, RunningExperiment? running)
{
    private readonly ExperimentMonth? arms = running is null ? null : month.ArmsOf(running);

    public void Pay(string member, string currency, long amount)
    {
        month.Pay(member, currency, amount);
        ArmOf(member)?.Pay(member, currency, amount);
    }

    public void Contribute(string member, long millis)
    {
        month.Contribute(member, millis);
        ArmOf(member)?.Contribute(member, millis);
    }

    public void Cost(string member, in RuleCost cost)
    {
        month.Cost(cost.Currency, cost.Version, cost.Rule, cost.Amount);
        ArmOf(member)?.Cost(cost.Currency, cost.Version, cost.Rule, cost.Amount);
    }

    public void Reverse(string member, in RuleCost cost)
    {
        month.Reverse(cost.Currency, cost.Version, cost.Rule, cost.Amount);
        ArmOf(member)?.Reverse(cost.Currency, cost.Version, cost.Rule, cost.Amount);
    }

    public void Award(string member)
    {
        month.Award();
        ArmOf(member)?.Award();
    }

    /// <summary>Something that counts was measured by that model; for both arms it is the same.</summary>
    public void Rest(MeasuringModel model) => month.Rest(model);

    private MonthFigures? ArmOf(string member) => arms?.Of(running!.Treats(member));
}
