using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Tests.Rules;

public sealed class SmallestChangeTests
{
    [Theory]
    [InlineData("""{ "fact": "score", "atLeast": 9 }""", 7, "9")]
    [InlineData("""{ "fact": "score", "moreThan": 9 }""", 7, "10")]
    [InlineData("""{ "fact": "score", "atMost": 5 }""", 7, "5")]
    [InlineData("""{ "not": { "fact": "score", "atLeast": 5 } }""", 7, "4")]
    [InlineData("""{ "fact": "score", "is": 6 }""", 7, "6")]
    public void Change_OfAFact_IsTheNearestThatPasses(string condition, long told, string value)
    {
        var (play, change) = Find($$"""
            [{ "id": "r", "order": 1, "when": "read", "give": { "stars": 1 }, "if": {{condition}} }]
            """, new Fact("score", FactValue.Of(told)));

        Assert.Equal((ChangeKind.Fact, "score", value), (change!.Kind, change.Fact!.Value.Name, Text(change)));
        Assert.Equal(1, play.Earn("read", facts: change.Fact!.Value));
    }

    /// <summary>Beyond the bound lies no integer that could be told.</summary>
    [Theory]
    [InlineData("""{ "fact": "score", "moreThan": 9223372036854775807 }""", null)]
    [InlineData("""{ "fact": "score", "moreThan": 9223372036854775806 }""", "9223372036854775807")]
    [InlineData("""{ "fact": "score", "atLeast": 9223372036854775807 }""", "9223372036854775807")]
    [InlineData("""{ "not": { "fact": "score", "atLeast": -9223372036854775808 } }""", null)]
    [InlineData("""{ "not": { "fact": "score", "atLeast": -9223372036854775807 } }""", "-9223372036854775808")]
    [InlineData("""{ "not": { "fact": "score", "atMost": 9223372036854775807 } }""", null)]
    public void Change_AtTheEdgeOf64Bits_IsNoneWhereThereIsNoSuchNumber(string condition, string? value)
    {
        var (_, change) = Find($$"""
            [{ "id": "r", "order": 1, "when": "read", "give": { "stars": 1 }, "if": {{condition}} }]
            """, new Fact("score", FactValue.Of(1L)));

        Assert.Equal(value, change is null ? null : Text(change));
    }

    [Fact]
    public void Change_WhereTwoAreNeeded_IsNone()
    {
        var (_, change) = Find("""
            [{ "id": "r", "order": 1, "when": "read", "give": { "stars": 1 },
               "if": { "all": [{ "fact": "score", "atLeast": 9 }, { "fact": "correct", "is": true }] } }]
            """, new Fact("score", FactValue.Of(1L)));

        Assert.Null(change);
    }

    [Fact]
    public void Change_OfSeveralRules_IsTheSmallest()
    {
        var (_, change) = Find("""
            [{ "id": "far", "order": 1, "when": "read", "give": { "stars": 1 },
               "if": { "fact": "score", "atLeast": 99 } },
             { "id": "near", "order": 2, "when": "read", "give": { "stars": 1 },
               "if": { "fact": "score", "atLeast": 10 } },
             { "id": "subject", "order": 3, "when": "read", "give": { "stars": 1 },
               "limits": [{ "per": "member-and-subject", "within": "day", "times": 1 }] }]
            """, new Fact("score", FactValue.Of(8L)));

        Assert.Equal((1, "10"), (change!.Rule, Text(change)));
    }

    [Fact]
    public void Change_OfAFullLimit_IsToWait()
    {
        var play = new Play("""
            [{ "id": "r", "order": 1, "when": "read", "give": { "stars": 1 },
               "limits": [{ "per": "member", "within": "day", "times": 1 }] }]
            """);
        play.Tell("read");
        var (receipt, _) = play.Tell("read");

        var change = SmallestChange.Find(play.Programme.Rules, Told(), play.Now, receipt);

        Assert.Equal((ChangeKind.Wait, Play.At("2026-03-02T16:00:00Z")), (change!.Kind, change.Until!.Value));
        Assert.Equal(0.5, change.Size);
    }

    [Fact]
    public void Discounts_OfAnyKind_NeverRaiseAnAward()
    {
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var factors = string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(
                _ => $$"""{ "by": {{random.Next(3)}}.{{random.Next(10)}}25 }"""));
            var rounding = ((string[])["down", "half-up", "half-even"])[random.Next(3)];
            var percents = Enumerable.Range(0, 4).Select(_ => random.Next(101)).OrderDescending().ToArray();
            var rule = $$"""
                [{ "id": "r", "order": 1, "when": "read", "give": { "stars": {{random.Next(1, 9)}} },
                   "multiply": [{{factors}}], "rounding": "{{rounding}}"
                """;
            var plain = new Play(rule + " }]");
            var discounted = new Play(
                $"{rule}, \"discount\": {{ \"per\": \"counterparty\", \"within\": \"month\", "
                + $"\"percent\": [{string.Join(", ", percents)}] }} }}]");

            long[] earned = [.. Enumerable.Range(0, 4).Select(_ => discounted.EarnWith("bo", "read"))];

            Assert.All(earned, amount => Assert.InRange(amount, 0, plain.EarnWith("bo", "read")));
            Assert.Equal(earned.OrderDescending(), earned);
        }
    }

    private static string Text(Change change) => change.Fact!.Value.Value.ToString();

    private static (Play Play, Change? Change) Find(string rules, params Fact[] facts)
    {
        var play = new Play(rules);
        var (receipt, _) = play.Tell("read", facts: facts);
        return (play, SmallestChange.Find(play.Programme.Rules, Told(facts), Instant.MinValue, receipt));
    }

    private static Activity Told(params Fact[] facts) =>
        new(new ActivityId("a"), "read", null, null, null, facts);
}
