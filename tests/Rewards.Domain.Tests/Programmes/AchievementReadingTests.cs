using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Programmes;

/// <summary>Levels, badges and what rules give beside currencies: read, and refused where it is wrong.</summary>
public sealed class AchievementReadingTests
{
    private const string Good = """
        {
          "contribution": [{ "id": "reading", "when": "read", "points": 2.5 }],
          "levels": [
            { "id": "newcomer", "atLeast": 0 },
            { "id": "regular", "names": { "zh": "熟客" }, "atLeast": 10, "keptFrom": 5 },
            { "id": "pillar", "atLeast": 100 }
          ],
          "streaks": [{ "id": "daily", "when": ["read", "comment"], "freezes": 2 },
                      { "id": "weekly", "when": ["share"] }],
          "badges": [{ "id": "reader", "description": { "en": "Reads." } }, { "id": "critic" }]
        }
        """;

    private const string Rules = """
        [
          { "id": "a", "order": 1, "when": "read",
            "if": { "all": [{ "member": "level", "in": ["regular", "pillar"] }, { "member": "badge", "has": "critic" },
                            { "member": "contribution", "atLeast": 20 },
                            { "member": "streak", "of": "daily", "moreThan": 6 }] },
            "give": [{ "badge": "reader" },
                     { "entitlement": { "kind": "coupon", "id": "page", "quantity": 2, "expires": "P90D" } }] },
          { "id": "b", "order": 2, "when": "read", "give": { "stars": 1 } }
        ]
        """;

    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "\"atLeast\": 10,", "\"atLeast\": 0,", "levels[1].atLeast", "more each time" },
        { "\"atLeast\": 10,", "\"atLeast\": -1,", "levels[1].atLeast", "an integer from 0" },
        { "\"atLeast\": 10,", "\"atLeast\": 10.5,", "levels[1].atLeast", "an integer from 0" },
        { "\"keptFrom\": 5", "\"keptFrom\": 11", "levels[1].keptFrom", "an integer from 0 to 10" },
        { "\"keptFrom\": 5", "\"kept\": 5", "levels[1].kept", "keptFrom" },
        { "\"id\": \"pillar\"", "\"id\": \"newcomer\"", "levels[2]", "already the id at levels[0]" },
        { ", \"atLeast\": 100", "", "levels[2].atLeast", "is required" },
        { "\"id\": \"critic\"", "\"id\": \"reader\"", "badges[1].id", "an earlier badge" },
        { "\"id\": \"critic\"", "\"id\": \"Critic\"", "badges[1].id", "lower-case" },
        { "\"description\"", "\"about\"", "badges[0].about", "unknown field" },
        { "{ \"en\": \"Reads.\" }", "\"Reads.\"", "badges[0].description", "a mapping from language" },
        { "\"in\": [\"regular\", \"pillar\"]", "\"in\": []", "rules[0].if.all[0].in", "one or more levels" },
        { "\"in\": [\"regular\", \"pillar\"]", "\"is\": \"regul\"", "rules[0].if.all[0].is", "'regular'" },
        { "\"in\": [\"regular\", \"pillar\"]", "\"atMost\": \"pillar\"", "rules[0].if.all[0].atMost", "atLeast" },
        { "\"has\": \"critic\"", "\"has\": \"critik\"", "rules[0].if.all[1].has", "did you mean 'critic'?" },
        { "\"has\": \"critic\"", "\"is\": \"critic\"", "rules[0].if.all[1].is", "unknown field" },
        { "\"member\": \"badge\"", "\"member\": \"bagde\"", "rules[0].if.all[1].member", "did you mean 'badge'?" },
        { "\"atLeast\": 20", "\"atLeast\": \"20\"", "rules[0].if.all[2].atLeast", "an integer from 0" },
        { "\"badge\": \"reader\"", "\"badge\": \"raeder\"", "rules[0].give[0].badge", "did you mean 'reader'?" },
        { "\"badge\": \"reader\"", "\"badge\": \"reader\", \"to\": \"member\"", "rules[0].give[0].to", "unknown" },
        { "\"kind\": \"coupon\"", "\"kind\": \"cupon\"", "rules[0].give[1].entitlement.kind", "'coupon'?" },
        { "\"id\": \"page\"", "\"id\": \"Page\"", "rules[0].give[1].entitlement.id", "lower-case" },
        { "\"quantity\": 2", "\"quantity\": 0", "rules[0].give[1].entitlement.quantity", "from 1 to 1000000" },
        { "\"P90D\"", "\"PT9H\"", "rules[0].give[1].entitlement.expires", "days, months and years" },
        { "\"order\": 1,", "\"order\": 1, \"group\": \"g\",", "rules[0].group", "gives no currency" },
        {
            "\"order\": 1,", "\"order\": 1, \"limits\": [{ \"per\": \"member\", \"within\": \"day\", \"amount\": 3 }],",
            "rules[0].limits[0].amount", "allowed: times"
        },
        { "\"of\": \"daily\"", "\"of\": \"dayly\"", "rules[0].if.all[3].of", "did you mean 'daily'?" },
        { "\"of\": \"daily\", ", "", "rules[0].if.all[3].of", "is required" },
        { "\"moreThan\": 6", "\"moreThan\": -6", "rules[0].if.all[3].moreThan", "an integer from 0" },
        { "\"moreThan\": 6", "\"is\": 6, \"atLeast\": 1", "rules[0].if.all[3].atLeast", "unknown field" },
        { "\"freezes\": 2", "\"freezes\": 8", "streaks[0].freezes", "from 0 to 7" },
        { "\"freezes\": 2", "\"freeze\": 2", "streaks[0].freeze", "did you mean 'freezes'?" },
        { "[\"read\", \"comment\"]", "[]", "streaks[0].when", "is empty" },
        { "[\"read\", \"comment\"]", "\"read\"", "streaks[0].when", "a list of declared activity types" },
        { "[\"read\", \"comment\"]", "[\"red\"]", "streaks[0].when[0]", "did you mean 'read'?" },
        { "[\"read\", \"comment\"]", "[\"read\", \"read\"]", "streaks[0].when[1]", "written twice" },
        { "\"id\": \"weekly\"", "\"id\": \"daily\"", "streaks[1].id", "an earlier streak" },
        { "\"points\": 2.5", "\"points\": 2.5, \"if\": { \"member\": \"badge\", \"has\": \"critic\" }",
            "contribution[0].if", "counts alike whoever makes it" },
    };

    [Fact]
    public void Read_AProgrammeWithAllOfIt_HasItAll()
    {
        var programme = Read(Good, Rules);

        var regular = programme.Levels!.Levels[1];
        Assert.Equal((10_000, 5_000, "熟客"), (regular.AtLeastMillis, regular.KeptFromMillis, regular.Names["zh"]));
        Assert.Equal(90_000, programme.Levels.Levels[2].KeptFromMillis);
        Assert.Equal(["reader", "critic"], programme.Badges.Keys);
        Assert.Equal(2, programme.Rules[0].Effects.Count);
        Assert.Empty(programme.Rules[0].Gives);
        Assert.Equal((2, 0), (programme.Streaks["daily"].Freezes, programme.Streaks["weekly"].Freezes));
        Assert.Equal(["read", "comment", "share"], programme.StreaksByType!.Keys);
        Assert.True(programme.HasAchievements && programme.Rules[0].ReadsMoreThanFacts);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Read_OneMistake_IsToldWithFieldAndWhatIsAllowed(
        string good, string bad, string field, string message)
    {
        Assert.True((Good + Rules).Contains(good, StringComparison.Ordinal), good);
        string Planted(string text) => text.IndexOf(good, StringComparison.Ordinal) is >= 0 and var at
            ? text[..at] + bad + text[(at + good.Length)..] : text;

        var complaints = Assert.Throws<DocumentException>(() => Read(Planted(Good), Planted(Rules))).Errors;

        Assert.Contains(complaints, complaint => complaint.Field == field
            && complaint.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_LevelsWithoutContribution_AreRefused()
    {
        var complaint = Assert.Single(Assert.Throws<DocumentException>(() =>
            Read("""{ "levels": [{ "id": "newcomer", "atLeast": 0 }] }""", "[]")).Errors);

        Assert.Equal("levels", complaint.Field);
    }

    [Theory]
    [InlineData("levels", 51)]
    [InlineData("badges", 201)]
    [InlineData("streaks", 17)]
    public void Read_TooMany_AreRefused(string what, int count)
    {
        var items = string.Join(',', Enumerable.Range(0, count).Select(i =>
            what == "levels" ? $$"""{ "id": "l{{i}}", "atLeast": {{i}} }""" : $$"""{ "id": "b{{i}}" }"""));
        var errors = Assert.Throws<DocumentException>(() => Read($$"""{ "{{what}}": [{{items}}] }""", "[]")).Errors;

        Assert.Contains(errors, error => error.Field == what
            && error.Message.StartsWith($"has {count} {what}", StringComparison.Ordinal));
    }

    private static Programme Read(string more, string rules) => ProgrammeReader.Read(
        JsonDocuments.Parse(new CommunityDocument { Rules = rules, More = more }.ToUtf8()), version: 1);
}
