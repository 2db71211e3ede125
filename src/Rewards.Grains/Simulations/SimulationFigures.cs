using Rewards.Domain.Badges;
using Rewards.Domain.Contribution;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Members;
using Rewards.Domain.Reports;
using Rewards.Domain.Rules;

namespace Rewards.Grains.Simulations;

/// <summary>Sums up a simulation.</summary>
internal sealed class SimulationFigures
{
    private const int MostMax = 10;

    private readonly Dictionary<(string Currency, string Member), (long Live, long Draft)> pay = [];
    private readonly Dictionary<string, long> contribution = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, (Dictionary<RuleOutcome, long> Outcomes, Dictionary<string, long> Given)>
        rules = [];

    public long Activities { get; private set; }

    public long Different { get; private set; }

    public long Refused { get; set; }

    /// <summary>Adds one activity, as it was awarded and as the draft awards it.</summary>
    public void Add(string member, IReadOnlyList<MemberEvent> live, IReadOnlyList<MemberEvent> draft)
    {
        Activities++;
        var before = Lines(member, live);
        var after = Lines(member, draft);
        Different += before.Order().SequenceEqual(after.Order()) && Effects(live).SequenceEqual(Effects(draft)) ? 0 : 1;
        before.ForEach(line => Pay(line.Currency, line.Member, line.Amount, 0));
        after.ForEach(line => Pay(line.Currency, line.Member, 0, line.Amount));
        foreach (var trace in draft.OfType<ActivityRecorded>().SelectMany(recorded => recorded.Receipt.Rules))
        {
            var outcomes = RuleOf(trace.Rule).Outcomes;
            outcomes[trace.Outcome] = outcomes.GetValueOrDefault(trace.Outcome) + 1;
        }

        foreach (var awarded in draft.OfType<PointsAwarded>())
        {
            var given = RuleOf(awarded.Rule).Given;
            foreach (var line in awarded.Lines)
            {
                given[line.Currency] = given.GetValueOrDefault(line.Currency) + line.Granted;
            }
        }
    }

    /// <summary>Takes rejected or lapsed awards out again.</summary>
    public void TakeOut(string member, IReadOnlyList<MemberEvent> awards, bool live)
    {
        foreach (var line in Lines(member, awards))
        {
            Pay(line.Currency, line.Member, live ? -line.Amount : 0, live ? 0 : -line.Amount);
        }
    }

    public void Contribute(string member, IEnumerable<ContributionLine> lines)
    {
        foreach (var line in lines)
        {
            var person = line.Person.Length == 0 ? member : line.Person;
            contribution[person] = contribution.GetValueOrDefault(person) + line.Millis;
        }
    }

    public SimulationReport Report() => new(
        Activities,
        Different,
        Refused,
        [.. rules.Select(rule => new SimulatedRule(rule.Key, rule.Value.Outcomes, rule.Value.Given))],
        [.. pay.Keys.Select(key => key.Currency).Distinct().Order(StringComparer.Ordinal).Select(Currency)]);

    private SimulatedCurrency Currency(string currency)
    {
        var members = pay.Where(entry => entry.Key.Currency == currency)
            .Select(entry => new SimulatedPay(entry.Key.Member, entry.Value.Live, entry.Value.Draft))
            .Concat(contribution.Keys.Where(member => !pay.ContainsKey((currency, member)))
                .Select(member => new SimulatedPay(member, 0, 0)))
            .ToArray();
        long[] contributed = [.. members.Select(member => contribution.GetValueOrDefault(member.Member))];
        return new SimulatedCurrency(
            currency,
            members.Sum(member => member.Live),
            members.Sum(member => member.Draft),
            members.Count(member => member.Draft > member.Live),
            members.Count(member => member.Draft < member.Live),
            [.. members.Where(it => it.Draft > it.Live).OrderByDescending(it => it.Draft - it.Live).Take(MostMax)],
            [.. members.Where(it => it.Draft < it.Live).OrderBy(it => it.Draft - it.Live).Take(MostMax)],
            new Match([.. members.Select(member => member.Live)], contributed).Figures(),
            new Match([.. members.Select(member => member.Draft)], contributed).Figures());
    }

    private static List<(string Currency, string Member, long Amount)> Lines(
        string member, IReadOnlyList<MemberEvent> events)
    {
        var lines = new List<(string, string, long)>();
        foreach (var change in events)
        {
            switch (change)
            {
                case PointsAwarded awarded:
                    lines.AddRange(awarded.Lines.Where(line => line.Granted > 0)
                        .Select(line => (line.Currency, member, line.Granted)));
                    break;
                case AwardsQueued queued:
                    lines.AddRange(queued.Lines.Select(line => (line.Currency, line.Person, line.Granted)));
                    break;
            }
        }

        return lines;
    }

    /// <summary>What is given beside points, by name.</summary>
    private static IEnumerable<string> Effects(IReadOnlyList<MemberEvent> events) => events
        .SelectMany(change => change switch
        {
            BadgeEarned earned => [$"badge {earned.Badge}"],
            EntitlementGranted granted => [$"{granted.Kind} {granted.Item} {granted.Quantity}"],
            EffectsAwaited awaited => awaited.Effects.Select(effect => effect.Badge is { } badge
                ? $"awaited badge {badge}"
                : $"awaited {effect.Entitlement!.Kind} {effect.Entitlement.Item} {effect.Entitlement.Quantity}"),
            _ => (IEnumerable<string>)[],
        })
        .Order(StringComparer.Ordinal);

    private (Dictionary<RuleOutcome, long> Outcomes, Dictionary<string, long> Given) RuleOf(int rule)
    {
        if (!rules.TryGetValue(rule, out var known))
        {
            rules[rule] = known = ([], new Dictionary<string, long>(StringComparer.Ordinal));
        }

        return known;
    }

    private void Pay(string currency, string member, long live, long draft)
    {
        var known = pay.GetValueOrDefault((currency, member));
        pay[(currency, member)] = (known.Live + live, known.Draft + draft);
    }
}
