using Bogus;
using Bogus.DataSets;
using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;

namespace Rewards.Demo;

/// <summary>
/// Facts of one activity type that make sense to the community's rules: texts that rules compare with, and others that
/// sound like something said.
/// </summary>
internal sealed class DemoFacts
{
    /// <summary>How often a yes-or-no fact is yes: most quizzes are answered right.</summary>
    private const float YesShare = 0.7f;

    /// <summary>How often a text is one that a rule knows.</summary>
    private const float KnownTextShare = 0.8f;
    private readonly (FactTerms Terms, string[] Texts)[] facts;

    public DemoFacts(Programme programme, ActivityType type)
    {
        var rules = programme.RulesByType.TryGetValue(type.Name, out var found) ? found : [];
        facts = [.. type.Facts.Values
            .OrderBy(fact => fact.Name, StringComparer.Ordinal)
            .Select(fact => (fact, Texts(rules, fact.Name)))];
    }

    /// <summary>In ordinal order of their names, as activities have them.</summary>
    public Fact[] Make(Randomizer random, Lorem words)
    {
        var made = new Fact[facts.Length];
        for (var i = 0; i < made.Length; i++)
        {
            made[i] = new Fact(facts[i].Terms.Name, Value(facts[i].Terms, facts[i].Texts, random, words));
        }

        return made;
    }

    private static FactValue Value(FactTerms terms, string[] texts, Randomizer random, Lorem words) => terms.Kind switch
    {
        FactKind.Boolean => FactValue.Of(random.Bool(YesShare)),
        FactKind.Integer => FactValue.Of((long)random.Int(1, 12)),
        FactKind.Decimal => FactValue.Of(random.Int(0, 1_000) / 10m),
        _ when texts.Length > 0 && random.Bool(KnownTextShare) => FactValue.Of(random.ArrayElement(texts)),
        _ => FactValue.Of(words.Sentence(4, 8)),
    };

    private static string[] Texts(IEnumerable<Rule> rules, string fact) =>
    [
        .. rules.SelectMany(rule => Tests(rule.If))
            .Where(test => test.Fact == fact && test.Comparison is Comparison.Is or Comparison.In)
            .SelectMany(test => test.Operands)
            .Where(operand => operand.Kind == FactKind.Text)
            .Select(operand => operand.AsText())
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<FactTest> Tests(Condition? condition) => condition switch
    {
        FactTest test => [test],
        AllOf all => all.Parts.SelectMany(Tests),
        AnyOf any => any.Parts.SelectMany(Tests),
        Not not => Tests(not.Part),
        _ => [],
    };
}
