using Rewards.Journal.Records;

namespace Rewards.Grains.Projections;

/// <summary>
/// What a rule of a version gave, in whole units of a currency, and how much of what it gave (then or before) was
/// reversed.
/// </summary>
public readonly record struct RuleCost(string Currency, int Version, int Rule, long Amount, long Reversed = 0);

/// <summary>A month of a community as it stands: members with their pay in one currency and contribution.</summary>
/// <param name="Members">Ids.</param>
/// <param name="Pay">By the same order, in whole units.</param>
/// <param name="Contribution">By the same order, in thousandths of a point.</param>
/// <param name="Costs">What each rule gave of the currency, and what of it was reversed.</param>
public sealed record MonthCopy(string[] Members, long[] Pay, long[] Contribution, IReadOnlyList<RuleCost> Costs)
{
    /// <summary>How many awards rules made, of any currency.</summary>
    public long Awards { get; init; }

    /// <summary>By which models what is counted was measured.</summary>
    public IReadOnlyList<MeasuringModel> Models { get; init; } = [];

    /// <summary>The arms of experiments that ran in the month.</summary>
    public IReadOnlyList<ExperimentCopy> Experiments { get; init; } = [];

    /// <summary>The same pay against another contribution. Arms of experiments were not measured by it.</summary>
    public MonthCopy With(IReadOnlyDictionary<string, long> contribution)
    {
        var paid = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < Members.Length; i++)
        {
            paid[Members[i]] = Pay[i];
        }

        string[] all = [.. Members, .. contribution.Keys.Where(member => !paid.ContainsKey(member))];
        return this with
        {
            Members = all,
            Pay = [.. all.Select(member => paid.GetValueOrDefault(member))],
            Contribution = [.. all.Select(member => contribution.GetValueOrDefault(member))],
            Models = [],
            Experiments = [],
        };
    }
}

/// <summary>Both arms of an experiment in a month, while it ran.</summary>
public sealed record ExperimentCopy(string Id, int Version, int Percent, MonthCopy Treatment, MonthCopy Control);

/// <summary>The sums of one month.</summary>
internal sealed class MonthFigures
{
    private readonly Dictionary<string, long> contribution = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, long>> pay = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Currency, int Version, int Rule), (long Given, long Reversed)> costs = [];
    private readonly SortedDictionary<string, ExperimentMonth> experiments = new(StringComparer.Ordinal);
    private readonly HashSet<MeasuringModel> models = [];
    private long awards;

    public void Pay(string member, string currency, long amount)
    {
        if (!pay.TryGetValue(currency, out var members))
        {
            pay[currency] = members = new Dictionary<string, long>(StringComparer.Ordinal);
        }

        members[member] = members.GetValueOrDefault(member) + amount;
    }

    public void Contribute(string member, long millis) =>
        contribution[member] = contribution.GetValueOrDefault(member) + millis;

    public void Cost(string currency, int version, int rule, long amount)
    {
        var key = (currency, version, rule);
        var (given, reversed) = costs.GetValueOrDefault(key);
        costs[key] = (given + amount, reversed);
    }

    public void Reverse(string currency, int version, int rule, long amount)
    {
        var key = (currency, version, rule);
        var (given, reversed) = costs.GetValueOrDefault(key);
        costs[key] = (given, reversed + amount);
    }

    public void Award() => awards++;

    /// <summary>Something that counts was measured by that model.</summary>
    public void Rest(MeasuringModel model) => models.Add(model);

    /// <summary>The arms of an experiment that runs in this month.</summary>
    public ExperimentMonth ArmsOf(RunningExperiment running)
    {
        if (!experiments.TryGetValue(running.Id, out var arms))
        {
            experiments[running.Id] = arms = new ExperimentMonth(running.Version);
        }

        arms.Percent = running.Percent;
        return arms;
    }

    public MonthCopy Copy(string currency)
    {
        var paid = pay.GetValueOrDefault(currency) ?? [];
        string[] members = [.. paid.Keys, .. contribution.Keys.Where(member => !paid.ContainsKey(member))];
        var (pays, contributions) = (new long[members.Length], new long[members.Length]);
        for (var i = 0; i < members.Length; i++)
        {
            pays[i] = paid.GetValueOrDefault(members[i]);
            contributions[i] = contribution.GetValueOrDefault(members[i]);
        }

        return new MonthCopy(members, pays, contributions,
        [
            .. costs.Where(cost => cost.Key.Currency == currency)
                .Select(cost => new RuleCost(
                    currency, cost.Key.Version, cost.Key.Rule, cost.Value.Given, cost.Value.Reversed)),
        ])
        {
            Awards = awards,
            Models = [.. models],
            Experiments = [.. experiments.Select(arms => arms.Value.Copy(arms.Key, currency))],
        };
    }

    public void Save(ByteWriter writer)
    {
        SaveSums(writer, contribution);
        writer.Unsigned((ulong)pay.Count);
        foreach (var (currency, members) in pay)
        {
            writer.Text(currency);
            SaveSums(writer, members);
        }

        writer.Unsigned((ulong)costs.Count);
        foreach (var (key, (given, reversed)) in costs)
        {
            writer.Text(key.Currency);
            writer.Unsigned((ulong)key.Version);
            writer.Unsigned((ulong)key.Rule);
            writer.Signed(given);
            writer.Signed(reversed);
        }

        writer.Signed(awards);
        writer.Unsigned((ulong)models.Count);
        foreach (var model in models)
        {
            writer.Unsigned((ulong)model.Version);
            writer.Unsigned((ulong)model.RulesVersion);
        }

        writer.Unsigned((ulong)experiments.Count);
        foreach (var (id, arms) in experiments)
        {
            writer.Text(id);
            arms.Save(writer);
        }
    }

    public static MonthFigures Load(ref ByteReader reader)
    {
        var month = new MonthFigures();
        LoadSums(ref reader, month.contribution);
        for (var left = reader.Count(); left > 0; left--)
        {
            LoadSums(ref reader, month.pay[reader.Text()] = new Dictionary<string, long>(StringComparer.Ordinal));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            var key = (reader.Text(), (int)reader.Unsigned(), (int)reader.Unsigned());
            month.costs[key] = (reader.Signed(), reader.Signed());
        }

        month.awards = reader.Signed();
        for (var left = reader.Count(); left > 0; left--)
        {
            month.models.Add(new MeasuringModel((int)reader.Unsigned(), (int)reader.Unsigned()));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            month.experiments[reader.Text()] = ExperimentMonth.Load(ref reader);
        }

        return month;
    }

    private static void SaveSums(ByteWriter writer, Dictionary<string, long> sums)
    {
        writer.Unsigned((ulong)sums.Count);
        foreach (var (member, sum) in sums)
        {
            writer.Text(member);
            writer.Signed(sum);
        }
    }

    private static void LoadSums(ref ByteReader reader, Dictionary<string, long> sums)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var member = reader.Text();
            sums[member] = reader.Signed();
        }
    }
}
