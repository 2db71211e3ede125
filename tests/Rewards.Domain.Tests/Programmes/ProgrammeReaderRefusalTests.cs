namespace Rewards.Domain.Tests.Programmes;

/// <summary>
/// Each mistake is planted alone into a good programme and must be the only complaint, at its line and field.
/// </summary>
public sealed class ProgrammeReaderRefusalTests
{
    [Theory]
    [MemberData(nameof(HeadMistakes.All), MemberType = typeof(HeadMistakes))]
    [MemberData(nameof(RuleMistakes.All), MemberType = typeof(RuleMistakes))]
    [MemberData(nameof(ConditionMistakes.All), MemberType = typeof(ConditionMistakes))]
    [MemberData(nameof(LimitMistakes.All), MemberType = typeof(LimitMistakes))]
    public void Read_OneMistake_IsToldWithLineFieldAndWhatIsAllowed(
        string good, string bad, int line, string field, string message)
    {
        var complaint = Assert.Single(Sample.Complaints(Sample.With(good, bad)));

        Assert.Equal((line, field), (complaint.Line, complaint.Field));
        Assert.Contains(message, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralMistakes_AreToldTogetherInOrderOfLines()
    {
        var json = Sample.With("\"order\": 10,\n      \"when\": \"article-shared\"", "\"when\": \"article-shared\"")
            .Replace("\"floor\"", "\"flor\"", StringComparison.Ordinal)
            .Replace("P365D", "P365H", StringComparison.Ordinal);

        var complaints = Sample.Complaints(json);

        Assert.Equal(
            ["currencies.feathers.expires.after", "negativeBalance", "rules[2].order"],
            complaints.Select(complaint => complaint.Field));
        Assert.Equal([6, 9, 44], complaints.Select(complaint => complaint.Line));
    }

    [Fact]
    public void Read_MoreMistakesThanAreTold_StopsAtFifty()
    {
        var unknown = string.Concat(Enumerable.Range(0, 80).Select(i => $"\"field{i}\": 1,\n"));

        Assert.Equal(50, Sample.Complaints(Sample.With("\"name\"", unknown + "\"name\"")).Count);
    }

    [Theory]
    [InlineData("community")]
    [InlineData("name")]
    [InlineData("timeZone")]
    [InlineData("currencies")]
    [InlineData("negativeBalance")]
    [InlineData("unknownActivity")]
    [InlineData("activities")]
    [InlineData("rules")]
    public void Read_RequiredFieldLeftOut_IsTold(string field)
    {
        var complaints = Sample.Complaints("{}");

        var complaint = Assert.Single(complaints, complaint => complaint.Field == field);
        Assert.StartsWith("is required; allowed: ", complaint.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "is a list")]
    [InlineData("5", "is 5")]
    [InlineData("null", "is empty")]
    public void Read_DocumentThatIsNoMapping_IsTold(string json, string message)
    {
        var complaint = Assert.Single(Sample.Complaints(json));

        Assert.Equal("document", complaint.Field);
        Assert.StartsWith(message, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_VersionZero_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.Read(Sample.Json, version: 0));
}
