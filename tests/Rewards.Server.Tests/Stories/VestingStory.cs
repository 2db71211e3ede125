using System.Globalization;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>Community C: who brings a member gets points once the newcomer has stayed.</summary>
public sealed class VestingStory(SharedServer server)
{
    private const string Invited = """
        , "facts": { "invited-by": "ann" }
        """;

    private readonly Api api = server.Api;

    [Fact]
    public async Task Invitation_OfANewcomerWhoStays_PaysTheInviter()
    {
        var group = await OpenAsync();

        var joined = await PostAsync(group, "j1", "member-joined", daysAgo: 2, Invited);
        Assert.Equal(("vesting", "inviter", "ann", "100"), (
            joined["awards.0.status"], joined["awards.0.to"], joined["awards.0.person"], joined["awards.0.amount"]));
        Assert.Equal(("vesting", "3", "1"), (
            joined["receipt.rules.0.outcome"], joined["receipt.rules.0.vesting.activeDaysNeeded"],
            joined["receipt.rules.0.vesting.activeDays"]));
        await PostAsync(group, "i1", "newcomer-introduced", daysAgo: 1);
        var newcomer = (await api.GetAsync($"{Members(group)}/wu")).Expect(200);
        Assert.Equal(("2", "3", "brought-a-member"), (
            newcomer["vesting.0.activeDays"], newcomer["vesting.0.activeDaysNeeded"], newcomer["vesting.0.rule"]));
        var words = (await api.GetAsync($"{Members(group)}/wu/activities/j1/receipt")).Expect(200);
        Assert.StartsWith(
            "Vesting: 100 points → ann once matured: for 3 active days, this one included, before 20",
            words["sentences.0.en"], StringComparison.Ordinal);

        await PostAsync(group, "i2", "newcomer-introduced", daysAgo: 0);

        Assert.Equal("granted", await StatusAsync(group));
        Assert.Equal(0, (await api.GetAsync($"{Members(group)}/wu")).Expect(200).Count("vesting"));
        var ann = await Eventually.GetAsync(
            api, $"{Members(group)}/ann", it => it["balances.points.available"] is not null);
        Assert.Equal("100", ann["balances.points.available"]);
    }

    [Fact]
    public async Task Invitation_OfANewcomerWhoIsBanned_IsVoid()
    {
        var group = await OpenAsync();
        await PostAsync(group, "j1", "member-joined", daysAgo: 2, Invited);

        (await api.PostAsync(
            $"{Members(group)}/wu/standing", """{"standing":"banned","reason":"An account of ann's."}""",
            idempotencyKey: "k1")).Expect(200);

        Assert.Equal("voided", await StatusAsync(group));
    }

    /// <summary>Like the community of the example, with three days for seven.</summary>
    private Task<string> OpenAsync() => server.OpenLikeAsync(
        "research-services",
        programme => programme["rules"]![0]!["status"]!["vesting"]!["activeDays"] = 3);

    private async Task<string?> StatusAsync(string group) =>
        (await api.GetAsync($"{Members(group)}/wu/activities/j1")).Expect(200)["current.status"];

    private static string Members(string group) => $"/v1/communities/{group}/members";

    private async Task<Answer> PostAsync(string group, string id, string type, int daysAgo, string more = "")
    {
        var at = DateTimeOffset.UtcNow.AddDays(-daysAgo)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var body = $$"""{ "id": "{{id}}", "member": "wu", "type": "{{type}}", "at": "{{at}}"{{more}} }""";
        return (await api.PostActivityAsync(group, body)).Expect(200);
    }
}
