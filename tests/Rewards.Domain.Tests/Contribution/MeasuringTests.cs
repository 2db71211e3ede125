using Rewards.Domain.Members;
using Rewards.Domain.Tests.Rules;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Contribution;

/// <summary>What one activity contributes by the model.</summary>
public sealed class MeasuringTests
{
    [Theory]
    [InlineData("", "1000 500 0")]
    [InlineData(""", "shadow": false""", "1000 500 0")]
    [InlineData(""", "shadow": true""", "1000 1000 1000")] // a discount in shadow mode takes nothing away
    public void Discount_ForTheSamePerson_CountsLessUnlessItIsInShadow(string more, string measured)
    {
        var play = new Play("[]", new CommunityDocument
        {
            More = $$"""
                { "contribution": [{ "id": "share", "when": "share", "points": 1, "discount":
                  { "per": "counterparty", "within": "month", "percent": [100, 50, 0]{{more}} } }] }
                """,
        });

        var lines = Enumerable.Range(0, 3).Select(_ =>
        {
            play.TellWith("bo", "share");
            return play.Last.Events.OfType<ContributionMeasured>().SelectMany(it => it.Lines).Sum(line => line.Millis);
        });

        Assert.Equal(measured, string.Join(' ', lines));
    }
}
