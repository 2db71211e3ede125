using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;

namespace Rewards.Benchmarks;

/// <summary>
/// One decision under 200 published rules, 20 of them about the activity: one awards, 19 have a condition that fails.
/// To reach: at most 5 µs, and nothing allocated beyond what the decision is made of (<see cref="EventsAlone"/>).
/// </summary>
[MemoryDiagnoser]
[Config(typeof(InThisProcess))]
public class RuleEvaluationBenchmark
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 25, 8, 0);

    private static readonly Activity Activity = new(
        new ActivityId("a-0000000001"), "read", null, "article-01", null,
        [new Fact("correct", FactValue.Of(true)), new Fact("minutes", FactValue.Of(7L))]);

    private static readonly SubjectUsed NoneUsed = static (_, _, _) => 0;

    private readonly Programme programme =
        ProgrammeReader.Read(JsonDocuments.Parse(Encoding.UTF8.GetBytes(Document())), version: 1);

    private readonly MemberState state = new();
    private Decision decision = null!;

    [GlobalSetup]
    public void Setup()
    {
        decision = Decide();
        foreach (var change in decision.Events)
        {
            state.Apply(change, Now);
        }

        decision = Decide();
    }

    [Benchmark]
    public Decision Decide() => MemberDecider.Record(state, programme, Activity, Now, NoneUsed, "lin");

    /// <summary>The same events put together again: what a decision cannot do without.</summary>
    [Benchmark(Baseline = true)]
    public Decision EventsAlone()
    {
        var events = new List<MemberEvent>(decision.Events.Count);
        foreach (var change in decision.Events)
        {
            events.Add(change switch
            {
                ActivityRecorded it => new ActivityRecorded(
                    it.Activity, it.Receipt with { Rules = it.Receipt.Rules.ToArray() }),
                PointsAwarded it => new PointsAwarded(
                    it.Rule, it.Status, it.LapsesAt, it.Lines.ToArray(), it.Uses.ToArray()),
                _ => throw new InvalidOperationException(change.GetType().Name),
            });
        }

        return new Decision(events, []);
    }

    private static string Document()
    {
        var rules = new StringBuilder();
        for (var i = 0; i < 200; i++)
        {
            var about = i < 20;
            var when = about ? "read" : $"other{i % 10}";
            var minutes = i == 10 ? 5 : 100;
            rules.Append(CultureInfo.InvariantCulture, $$"""
                {{(i == 0 ? "" : ",")}}{ "id": "r{{i}}", "order": {{i + 1}}, "when": "{{when}}",
                  "if": { "all": [{ "fact": "correct", "is": true }, { "fact": "minutes", "atLeast": {{minutes}} },
                                  { "member": "days", "atLeast": 0 }] },
                  "give": { "feathers": 5 },
                  "limits": [{ "per": "member", "within": "day", "amount": 1000000 },
                             { "per": "member", "within": "month", "times": 100000 }] }
                """);
        }

        return $$"""
            { "community": "birds", "name": "Birds", "timeZone": "Asia/Shanghai", "negativeBalance": "floor",
              "unknownActivity": "record", "currencies": { "feathers": { "expires": { "after": "P365D" } } },
              "activities": { "read": { "facts": { "correct": "boolean", "minutes": "integer" } } {{Others()}} },
              "rules": [{{rules}}] }
            """;
    }

    private static string Others() => string.Concat(Enumerable.Range(0, 10).Select(i => string.Create(
        CultureInfo.InvariantCulture,
        $", \"other{i}\": {{ \"facts\": {{ \"correct\": \"boolean\", \"minutes\": \"integer\" }} }}")));
}
