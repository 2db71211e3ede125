using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Rules;
using Rewards.Tests.Shared;

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

    private static readonly CommunityDocument Club = new()
    {
        More = """
            {
              "contribution": [{ "id": "share", "when": "share", "points": 4 }],
              "levels": [{ "id": "newcomer", "atLeast": 0 }, { "id": "regular", "atLeast": 10 },
                         { "id": "pillar", "atLeast": 50 }],
              "badges": [{ "id": "guide" }],
              "streaks": [{ "id": "daily", "when": ["share"], "freezes": 0 }]
            }
            """,
    };

    [Theory]
    [InlineData("""{ "member": "level", "atLeast": "regular" }""", ChangeKind.Level, "regular", 2_000)]
    [InlineData("""{ "member": "level", "in": ["pillar", "regular"] }""", ChangeKind.Level, "regular", 2_000)]
    [InlineData("""{ "member": "level", "is": "pillar" }""", ChangeKind.Level, "pillar", 42_000)]
    [InlineData("""{ "member": "contribution", "atLeast": 11 }""", ChangeKind.Contribution, null, 3_000)]
    [InlineData("""{ "member": "contribution", "moreThan": 8 }""", ChangeKind.Contribution, null, 1)]
    [InlineData("""{ "member": "badge", "has": "guide" }""", ChangeKind.Badge, "guide", 0)]
    [InlineData("""{ "member": "streak", "of": "daily", "atLeast": 5 }""", ChangeKind.Streak, "daily", 4)]
    [InlineData(
        """{ "all": [{ "member": "level", "is": "regular" }, { "fact": "score", "atLeast": 3 }] }""",
        ChangeKind.Level, "regular", 2_000)]
    public void Change_OfWhatTheMemberHasComeTo_IsWhatIsMissing(
        string condition, ChangeKind kind, string? name, long missing)
    {
        var change = FindInClub(condition);

        Assert.Equal((kind, name, missing), (change!.Kind, change.Name, change.Missing));
    }

    /// <summary>The smallest of all that would do, not the first that is found.</summary>
    [Theory]
    [InlineData("""{ "any": [{ "fact": "score", "atLeast": 90 }, { "fact": "score", "atMost": 4 }] }""", "4")]
    [InlineData("""{ "not": { "all": [{ "fact": "score", "atLeast": 1 }, { "fact": "score", "atMost": 8 }] } }""", "9")]
    [InlineData("""{ "fact": "score", "in": [90, 8, 50] }""", "8")]
    [InlineData(
        """{ "all": [{ "fact": "score", "in": [8, 30] }, { "fact": "score", "atLeast": 20 }] }""", "30")]
    [InlineData("""{ "all": [{ "member": "level", "is": "newcomer" }, { "fact": "score", "atLeast": 9 }] }""", "9")]
    [InlineData(
        """{ "any": [{ "member": "level", "is": "pillar" }, { "fact": "score", "atLeast": 6 }] }""", "6")]
    [InlineData("""{ "all": [{ "fact": "score", "atLeast": 9 }, { "member": "level", "is": "newcomer" }] }""", null)]
    public void Change_OfSeveralThatWouldDo_IsTheSmallest(string condition, string? value)
    {
        var change = FindInClub(condition);

        Assert.Equal(value, change is null ? null : Text(change));
    }

    /// <summary>Less of it, or something else besides, would be another change, or two.</summary>
    [Theory]
    [InlineData("""{ "not": { "member": "level", "is": "newcomer" } }""")]
    [InlineData("""{ "member": "contribution", "atMost": 5 }""")]
    [InlineData("""{ "all": [{ "member": "level", "is": "regular" }, { "fact": "score", "atLeast": 9 }] }""")]
    [InlineData("""{ "all": [{ "member": "badge", "has": "guide" }, { "member": "level", "is": "regular" }] }""")]
    public void Change_OfMoreThanThat_IsNone(string condition) => Assert.Null(FindInClub(condition));

    /// <summary>A member with 8 points, a newcomer, on the first day of a streak, reads with a score of 5.</summary>
    private static Change? FindInClub(string condition)
    {
        var play = new Play($$"""
            [{ "id": "r", "order": 1, "when": "read", "give": { "stars": 5 }, "if": {{condition}} }]
            """, Club);
        play.Tell("share");
        play.Tell("share");
        var score = new Fact("score", FactValue.Of(5L));
        var (receipt, _) = play.Tell("read", facts: score);
        return SmallestChange.Find(play.Programme.Rules, Told(score), play.Now, receipt);
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

    /// <summary>Tomorrow the week's limit would still stand in the way, and a lifetime's never resets.</summary>
    [Theory]
    [InlineData("week", "2026-03-08T16:00:00Z")]
    [InlineData("lifetime", null)]
    public void Change_OfTwoFullLimits_IsToWaitForTheLast(string second, string? until)
    {
        var play = new Play($$"""
            [{ "id": "r", "order": 1, "when": "read", "give": { "stars": 1 },
               "limits": [{ "per": "member", "within": "day", "times": 1 },
                          { "per": "member", "within": "{{second}}", "amount": 1 }] }]
            """);
        play.Tell("read");
        var (receipt, _) = play.Tell("read");

        Assert.Equal(
            (RuleOutcome.LimitReached, 1), (receipt.Rules[0].Outcome, receipt.Rules[0].Decider));
        var change = SmallestChange.Find(play.Programme.Rules, Told(), play.Now, receipt);
        Assert.Equal(until is null ? null : Play.At(until), change?.Until);
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
