using System.Runtime.InteropServices;
using Rewards.Domain.Badges;
using Rewards.Domain.Contribution;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Reports;
using Rewards.Domain.Rules;

namespace Rewards.Grains.Simulations;

/// <summary>Sums up a simulation.</summary>
internal sealed class SimulationFigures
{
    private const int MostMax = 10;

    /// <summary>By currency and member; a member is looked up for every activity.</summary>
    private readonly Dictionary<string, Dictionary<string, (long Live, long Draft)>> pay = new(StringComparer.Ordinal);

    private readonly Dictionary<string, long> contribution = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, RuleSums> rules = [];

    // Filled anew for every activity.
    private readonly List<(string Currency, string Member, long Amount)> before = [];
    private readonly List<(string Currency, string Member, long Amount)> after = [];

    public long Activities { get; private set; }

    public long Different { get; private set; }

    /// <summary>What is to be compared with instead of what was measured; null: what was measured.</summary>
    public IReadOnlyDictionary<string, long>? Contribution { get; init; }

    public long Refused { get; set; }

    /// <summary>Adds one activity, as it was awarded and as the draft awards it.</summary>
    public void Add(string member, IReadOnlyList<MemberEvent> live, IReadOnlyList<MemberEvent> draft)
    {
        Activities++;
        Lines(member, live, before);
        Lines(member, draft, after);
        Different += AreTheSame() && HaveTheSameEffects(live, draft) ? 0 : 1;
        foreach (var line in before)
        {
            PayOf(line.Currency, line.Member).Live += line.Amount;
        }

        foreach (var line in after)
        {
            PayOf(line.Currency, line.Member).Draft += line.Amount;
        }

        for (var i = 0; i < draft.Count; i++)
        {
            switch (draft[i])
            {
                case ActivityRecorded recorded: CountOutcomes(recorded.Receipt.Rules); break;
                default: CountGiven(draft[i], 1); break;
            }
        }
    }

    /// <summary>Takes rejected or lapsed awards out again.</summary>
    public void TakeOut(string member, IReadOnlyList<MemberEvent> awards, bool live)
    {
        Lines(member, awards, before);
        foreach (var line in before)
        {
            ref var known = ref PayOf(line.Currency, line.Member);
            known = live ? (known.Live - line.Amount, known.Draft) : (known.Live, known.Draft - line.Amount);
        }

        for (var i = 0; !live && i < awards.Count; i++)
        {
            CountGiven(awards[i], -1);
        }
    }

    public void Contribute(string member, IEnumerable<ContributionLine> lines)
    {
        if (Contribution is not null)
        {
            return;
        }

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
        [.. rules.Select(rule => rule.Value.Report(rule.Key))],
        [.. pay.Keys.Order(StringComparer.Ordinal).Select(Currency)]);

    private SimulatedCurrency Currency(string currency)
    {
        var paid = pay[currency];
        var measured = Contribution ?? contribution;
        var members = paid
            .Select(entry => new SimulatedPay(entry.Key, entry.Value.Live, entry.Value.Draft))
            .Concat(measured.Keys.Where(member => !paid.ContainsKey(member))
                .Select(member => new SimulatedPay(member, 0, 0)))
            .ToArray();
        long[] contributed = [.. members.Select(member => measured.GetValueOrDefault(member.Member))];
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

    /// <summary>Nearly always the same lines stand in the same order.</summary>
    private bool AreTheSame()
    {
        if (before.Count != after.Count)
        {
            return false;
        }

        for (var i = 0; i < before.Count; i++)
        {
            if (before[i] != after[i])
            {
                return before.Order().SequenceEqual(after.Order());
            }
        }

        return true;
    }

    /// <summary>Few activities give anything beside points.</summary>
    private static bool HaveTheSameEffects(IReadOnlyList<MemberEvent> live, IReadOnlyList<MemberEvent> draft) =>
        (!HasEffects(live) && !HasEffects(draft)) || Effects(live).SequenceEqual(Effects(draft));

    private static bool HasEffects(IReadOnlyList<MemberEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is BadgeEarned or EntitlementGranted or EffectsAwaited or QuestAdvanced)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is given beside points, by name.</summary>
    private static IEnumerable<string> Effects(IReadOnlyList<MemberEvent> events) => events
        .SelectMany(change => change switch
        {
            BadgeEarned earned => [$"badge {earned.Badge}"],
            QuestAdvanced advanced => [$"quest {advanced.Quest} {advanced.Step} {advanced.Use.Amount}"],
            EntitlementGranted granted => [$"{granted.Kind} {granted.Item} {granted.Quantity}"],
            EffectsAwaited awaited => awaited.Effects.Select(effect => effect.Badge is { } badge
                ? $"awaited badge {badge}"
                : $"awaited {effect.Entitlement!.Kind} {effect.Entitlement.Item} {effect.Entitlement.Quantity}"),
            _ => (IEnumerable<string>)[],
        })
        .Order(StringComparer.Ordinal);

    private static void Lines(
        string member, IReadOnlyList<MemberEvent> events, List<(string Currency, string Member, long Amount)> lines)
    {
        lines.Clear();
        for (var i = 0; i < events.Count; i++)
        {
            switch (events[i])
            {
                case PointsAwarded awarded:
                    for (var j = 0; j < awarded.Lines.Count; j++)
                    {
                        if (awarded.Lines[j].Granted > 0)
                        {
                            lines.Add((awarded.Lines[j].Currency, member, awarded.Lines[j].Granted));
                        }
                    }

                    break;
                case AwardsQueued queued:
                    foreach (var line in queued.Lines)
                    {
                        lines.Add((line.Currency, line.Person, line.Granted));
                    }

                    break;
            }
        }
    }

    private void CountOutcomes(IReadOnlyList<RuleTrace> traces)
    {
        for (var i = 0; i < traces.Count; i++)
        {
            RuleOf(traces[i].Rule).Count(traces[i].Outcome);
        }
    }

    /// <summary>What a rule gives to others is its cost as much as what it gives to who acts.</summary>
    private void CountGiven(MemberEvent change, int sign)
    {
        switch (change)
        {
            case PointsAwarded awarded:
                var own = RuleOf(awarded.Rule);
                for (var i = 0; i < awarded.Lines.Count; i++)
                {
                    own.Give(awarded.Lines[i].Currency, sign * awarded.Lines[i].Granted);
                }

                break;
            case AwardsQueued queued:
                var sent = RuleOf(queued.Rule);
                foreach (var line in queued.Lines)
                {
                    sent.Give(line.Currency, sign * line.Granted);
                }

                break;
        }
    }

    private RuleSums RuleOf(int rule)
    {
        if (!rules.TryGetValue(rule, out var known))
        {
            rules[rule] = known = new RuleSums();
        }

        return known;
    }

    private ref (long Live, long Draft) PayOf(string currency, string member)
    {
        if (!pay.TryGetValue(currency, out var members))
        {
            pay[currency] = members = new(StringComparer.Ordinal);
        }

        return ref CollectionsMarshal.GetValueRefOrAddDefault(members, member, out _);
    }

    /// <summary>What one rule did.</summary>
    private sealed class RuleSums
    {
        private readonly long[] outcomes = new long[byte.MaxValue + 1];
        private readonly Dictionary<string, long> given = new(StringComparer.Ordinal);

        public void Count(RuleOutcome outcome) => outcomes[(byte)outcome]++;

        public void Give(string currency, long amount) =>
            CollectionsMarshal.GetValueRefOrAddDefault(given, currency, out _) += amount;

        public SimulatedRule Report(int rule) => new(
            rule,
            Enumerable.Range(0, outcomes.Length).Where(i => outcomes[i] > 0)
                .ToDictionary(i => (RuleOutcome)i, i => outcomes[i]),
            given);
    }
}
