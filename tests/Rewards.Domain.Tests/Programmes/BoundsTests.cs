using System.Globalization;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Tests.Programmes;

/// <summary>Everything that an operator can repeat has a bound.</summary>
public sealed class BoundsTests
{
    private const string Shared = "\"article-shared\": {}";

    [Fact]
    public void Read_TooManyCurrencies_IsRefused()
    {
        var complaints = Sample.Complaints(Sample.With("\"stars\": {", Many(31, "\"c{0}\": {{}}, ") + "\"stars\": {"));

        Assert.Contains(complaints, complaint => complaint.Field == "currencies" && Says(complaint, "1 to 32"));
    }

    [Fact]
    public void Read_TooManyActivityTypes_IsRefused()
    {
        var complaints = Sample.Complaints(Sample.With(Shared, Many(998, "\"t{0}\": {{}}, ") + Shared));

        Assert.Contains(complaints, complaint => complaint.Field == "activities" && Says(complaint, "at most 1000"));
    }

    [Fact]
    public void Read_TooManyFacts_IsRefused()
    {
        var facts = Many(65, "\"f{0}\": \"text\", ").TrimEnd(',', ' ');

        var complaint = Assert.Single(
            Sample.Complaints(Sample.With(Shared, $"\"article-shared\": {{ \"facts\": {{ {facts} }} }}")));

        Assert.Equal("activities.article-shared.facts", complaint.Field);
    }

    [Fact]
    public void Read_TooManyRules_IsRefused()
    {
        const string first = "\"rules\": [";
        const string rule =
            """{{ "id": "r{0}", "order": 5{0}, "when": "article-shared", "give": {{ "stars": 1 }} }}, """;
        Assert.Equal(1_000, Sample.Read(Sample.With(first, first + Many(997, rule))).Rules.Count);

        var complaint = Assert.Single(Sample.Complaints(Sample.With(first, first + Many(998, rule))));

        Assert.True(Says(complaint, "has 1001 rules; at most 1000"));
    }

    [Fact]
    public void Read_TooManyLimits_IsRefused()
    {
        const string first = "\"limits\": [";
        const string limit = """{{ "per": "member", "within": "day", "times": 1{0} }}, """;

        var complaint = Assert.Single(Sample.Complaints(Sample.With(first, first + Many(15, limit))));

        Assert.Equal("rules[0].limits", complaint.Field);
        Assert.True(Says(complaint, "has 17 limits; at most 16"));
    }

    private static string Many(int count, string format) => string.Concat(
        Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, format, i)));

    private static bool Says(DocumentError complaint, string text) =>
        complaint.Message.Contains(text, StringComparison.Ordinal);
}
