using System.Globalization;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>Days in a row in community B, told in any order.</summary>
public sealed class StreakStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Comments_OnFiveDays_EarnOnceWithTheFifthWhateverTheOrder()
    {
        var company = await server.OpenLikeAsync("company-lantern");
        var now = DateTimeOffset.UtcNow;
        foreach (var daysAgo in new[] { 4, 2, 1, 3 })
        {
            var early = await CommentAsync(company, now.AddDays(-daysAgo), $"c{daysAgo}");
            Assert.Equal(("streak", "active", "is", "5"), (
                early["receipt.rules.2.condition.member"], early["receipt.rules.2.condition.of"],
                early["receipt.rules.2.condition.test"], early["receipt.rules.2.condition.threshold"]));
        }

        var fifth = await CommentAsync(company, now, "c0");
        Assert.Equal(("five-days", "5"), (fifth["awards.1.rule"], fifth["awards.1.amount"]));
        var again = await CommentAsync(company, now, "c00");
        Assert.Equal("limit-reached", again["receipt.rules.2.outcome"]);

        var member = (await api.GetAsync($"/v1/communities/{company}/members/chen")).Expect(200);
        Assert.Equal(("active", "连续参与", "5", "5"), (
            member["streaks.0.id"], member["streaks.0.names.zh"], member["streaks.0.current"],
            member["streaks.0.longest"]));
        var words = (await api.GetAsync(
            $"/v1/communities/{company}/members/chen/activities/c4/receipt")).Expect(200);
        Assert.Equal("Nothing: the streak days in a row is 1, and must be 5.", words["sentences.2.en"]);
        Assert.Equal("未获得：条件未满足（连续参与 的连续天数为 1，要求是 5）。", words["sentences.2.zh"]);
    }

    private async Task<Answer> CommentAsync(string company, DateTimeOffset at, string id) =>
        (await api.PostActivityAsync(company, Bodies.Write(new Dictionary<string, object>
        {
            ["id"] = id,
            ["member"] = "chen",
            ["type"] = "comment-posted",
            ["at"] = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["subject"] = "post-" + id,
            ["facts"] = new Dictionary<string, object> { ["board-kind"] = "club", ["own-post"] = false },
        }))).Expect(200);
}
