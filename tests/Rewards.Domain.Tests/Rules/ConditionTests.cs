using Rewards.Domain.Activities;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Tests.Rules;

public sealed class ConditionTests
{
    private static readonly Fact[] Facts =
    [
        new("board", FactValue.Of("news")),
        new("correct", FactValue.Of(true)),
        new("note", FactValue.Of("羽毛😀é")),
        new("quality", FactValue.Of(0.5m)),
        new("score", FactValue.Of(7L)),
    ];

    [Theory]
    [InlineData("""{ "fact": "score", "atLeast": 7 }""", true)]
    [InlineData("""{ "fact": "score", "moreThan": 7 }""", false)]
    [InlineData("""{ "fact": "score", "atMost": 6 }""", false)]
    [InlineData("""{ "fact": "score", "is": 7 }""", true)]
    [InlineData("""{ "fact": "score", "in": [1, 7] }""", true)]
    [InlineData("""{ "fact": "score", "in": [1, 2] }""", false)]
    [InlineData("""{ "fact": "correct", "is": false }""", false)]
    [InlineData("""{ "fact": "note", "length": { "atLeast": 4 } }""", true)]
    [InlineData("""{ "fact": "note", "length": { "moreThan": 4 } }""", false)]
    [InlineData("""{ "fact": "note", "length": { "atMost": 4 } }""", true)]
    [InlineData("""{ "fact": "board", "in": ["News"] }""", false)]
    [InlineData("""{ "not": { "fact": "board", "is": "news" } }""", false)]
    public void Condition_OverOneFact_Holds(string condition, bool holds) =>
        Assert.Equal(holds, Read(condition).FailsAt(Told(Facts)) is null);

    [Fact]
    public void Condition_OverAnAbsentFact_FailsAndItsOppositeHolds()
    {
        var isTrue = Read("""{ "fact": "correct", "is": true }""");
        var isNotTrue = Read("""{ "not": { "fact": "correct", "is": true } }""");

        Assert.Equal(0, isTrue.FailsAt(Told()));
        Assert.Null(isNotTrue.FailsAt(Told()));
    }

    [Fact]
    public void Condition_OverAnIntegerAndADecimal_ComparesByValue()
    {
        var test = new FactTest(0, "quality", Comparison.Is, [FactValue.Of(5L)]);

        Assert.Null(test.FailsAt(Told(new Fact("quality", FactValue.Of(5.00m)))));
        Assert.Equal(0, test.FailsAt(Told(new Fact("quality", FactValue.Of(5.01m)))));
        Assert.Equal(0, test.FailsAt(Told(new Fact("quality", FactValue.Of("5")))));
    }

    [Fact]
    public void Receipt_OfACompoundCondition_NamesTheNodeThatDecided()
    {
        var play = new Play("""
            [{ "id": "quiz", "order": 1, "when": "read", "give": { "feathers": 5 }, "if": { "all": [
               { "fact": "correct", "is": true },
               { "any": [{ "fact": "score", "atLeast": 9 }, { "not": { "fact": "score", "moreThan": 3 } }] }] } }]
            """);
        var condition = play.Programme.Rules[0].If!;
        int Decider(params Fact[] facts)
        {
            var trace = play.Tell("read", facts: facts).Receipt.Rules[0];
            Assert.Equal(RuleOutcome.ConditionFailed, trace.Outcome);
            return trace.Decider;
        }

        var wrong = Decider(new Fact("correct", FactValue.Of(false)), new Fact("score", FactValue.Of(9L)));
        var middling = Decider(new Fact("correct", FactValue.Of(true)), new Fact("score", FactValue.Of(5L)));

        Assert.Equal("correct", Assert.IsType<FactTest>(condition.Find(wrong)).Fact);
        Assert.Equal(Comparison.AtLeast, Assert.IsType<FactTest>(condition.Find(middling)).Comparison);
        Assert.Equal(5, play.Earn(
            "read", facts: [new Fact("correct", FactValue.Of(true)), new Fact("score", FactValue.Of(3L))]));
    }

    [Fact]
    public void Condition_FindByOrdinal_FindsEveryNodeOnce()
    {
        var condition = Read("""
            { "all": [{ "fact": "correct", "is": true }, { "any": [{ "not": { "fact": "score", "is": 1 } },
              { "fact": "board", "is": "x" }] }] }
            """);

        var found = Enumerable.Range(0, 6).Select(condition.Find).ToArray();

        Assert.Equal(Enumerable.Range(0, 6), found.Select(node => node!.Ordinal));
        Assert.Null(condition.Find(6));
    }

    private static Condition Read(string condition)
    {
        var rule = $$"""[{ "id": "r", "order": 1, "when": "read", "give": { "stars": 1 }, "if": {{condition}} }]""";
        return new Play(rule).Programme.Rules[0].If!;
    }

    private static Activity Told(params Fact[] facts) =>
        new(new ActivityId("a1"), "read", null, null, null, facts);
}
