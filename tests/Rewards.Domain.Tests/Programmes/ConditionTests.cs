using Rewards.Domain.Activities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Tests.Programmes;

/// <summary>What conditions mean, from an operator's text to the node that decides.</summary>
public sealed class ConditionTests
{
    private const string Yes = """{ "fact": "b", "is": true }""";
    private const string No = """{ "fact": "b", "is": false }""";

    [Theory]
    [InlineData($$"""{ "all": [{{Yes}}, {{Yes}}] }""", null)]
    [InlineData($$"""{ "all": [{{Yes}}, {{No}}, {{No}}] }""", 2)]
    [InlineData($$"""{ "any": [{{No}}, {{Yes}}] }""", null)]
    [InlineData($$"""{ "any": [{{No}}, {{No}}] }""", 1)]
    [InlineData($$"""{ "not": {{No}} }""", null)]
    [InlineData($$"""{ "not": {{Yes}} }""", 0)]
    [InlineData($$"""{ "all": [{{Yes}}, { "any": [{{No}}, { "not": {{Yes}} }] }] }""", 3)]
    public void Combined_OverATrueFact_HoldsOrNamesTheNodeThatDecided(string condition, int? decider) =>
        Assert.Equal(decider, FailsAt(condition, new Fact("b", FactValue.Of(true))));

    [Theory]
    [InlineData("""{ "fact": "i", "is": 5 }""", true)]
    [InlineData("""{ "fact": "i", "in": [1, 5] }""", true)]
    [InlineData("""{ "fact": "i", "in": [1, 2] }""", false)]
    [InlineData("""{ "fact": "i", "atLeast": 5 }""", true)]
    [InlineData("""{ "fact": "i", "atLeast": 6 }""", false)]
    [InlineData("""{ "fact": "i", "moreThan": 4 }""", true)]
    [InlineData("""{ "fact": "i", "moreThan": 5 }""", false)]
    [InlineData("""{ "fact": "i", "atMost": 5 }""", true)]
    [InlineData("""{ "fact": "i", "atMost": 4 }""", false)]
    [InlineData("""{ "fact": "d", "is": 2.50 }""", true)]
    [InlineData("""{ "fact": "d", "moreThan": 2 }""", true)]
    [InlineData("""{ "fact": "d", "in": [2, 3] }""", false)]
    [InlineData("""{ "fact": "t", "is": "Ab" }""", true)]
    [InlineData("""{ "fact": "t", "is": "ab" }""", false)]
    [InlineData("""{ "fact": "t", "in": ["x", "Ab"] }""", true)]
    public void Test_OfOneFact_ComparesByValue(string condition, bool holds)
    {
        var decider = FailsAt(
            condition,
            new Fact("d", FactValue.Of(2.5m)),
            new Fact("i", FactValue.Of(5)),
            new Fact("t", FactValue.Of("Ab")));

        Assert.Equal(holds, decider is null);
    }

    [Theory]
    [InlineData(Yes, false)]
    [InlineData("""{ "fact": "i", "atMost": 5 }""", false)]
    [InlineData("""{ "fact": "t", "length": { "atMost": 5 } }""", false)]
    [InlineData($$"""{ "not": {{Yes}} }""", true)]
    public void Test_OfAnAbsentFact_FailsAndItsNegationHolds(string condition, bool holds) =>
        Assert.Equal(holds, FailsAt(condition) is null);

    [Theory]
    [InlineData("羽毛羽毛羽", "atLeast", 5, true)]
    [InlineData("羽毛羽毛", "atLeast", 5, false)]
    [InlineData("\U0001F426\U0001F426\U0001F426", "atMost", 3, true)]
    [InlineData("\U0001F426\U0001F426\U0001F426", "moreThan", 3, false)]
    [InlineData("", "atLeast", 0, true)]
    public void Length_OfAText_CountsUnicodeScalarValues(string text, string bound, int length, bool holds)
    {
        var condition = $$"""{ "fact": "t", "length": { "{{bound}}": {{length}} } }""";

        Assert.Equal(holds, FailsAt(condition, new Fact("t", FactValue.Of(text))) is null);
    }

    [Fact]
    public void Nesting_AtTheLimit_IsReadAndBeyondItIsRefused()
    {
        Assert.Null(FailsAt(Nested(Condition.DepthMax), new Fact("b", FactValue.Of(true))));

        var complaint = Assert.Single(Complaints(Nested(Condition.DepthMax + 1)));
        Assert.Contains("at most 16 levels", complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_AtTheLimit_AreReadAndBeyondItAreRefusedOnce()
    {
        Assert.Null(FailsAt(Wide(Condition.NodesMax - 1), new Fact("b", FactValue.Of(true))));

        var complaint = Assert.Single(Complaints(Wide(Condition.NodesMax + 100)));
        Assert.Contains("at most 200", complaint.Message, StringComparison.Ordinal);
    }

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("{ \"all\": [", levels - 1)) + Yes
        + string.Concat(Enumerable.Repeat("] }", levels - 1));

    private static string Wide(int parts) => $$"""{ "all": [{{string.Join(", ", Enumerable.Repeat(Yes, parts))}}] }""";

    private static int? FailsAt(string condition, params Fact[] facts)
    {
        var rule = Assert.Single(Sample.Read(Programme(condition)).Rules);
        return rule.If!.FailsAt(new Activity(new ActivityId("a"), "acted", null, null, null, facts));
    }

    private static IReadOnlyList<DocumentError> Complaints(string condition) => Sample.Complaints(Programme(condition));

    private static string Programme(string condition) => $$"""
        { "community": "c", "name": "C", "timeZone": "UTC", "currencies": { "points": {} },
          "negativeBalance": "debt", "unknownActivity": "record",
          "activities": { "acted": { "facts": { "b": "boolean", "i": "integer", "d": "decimal", "t": "text" } } },
          "rules": [{ "id": "r", "order": 1, "when": "acted", "give": { "points": 1 }, "if": {{condition}} }] }
        """;
}
