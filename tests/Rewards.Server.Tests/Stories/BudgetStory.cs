using System.Text.Json.Nodes;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>
/// Community C has a budget for its growth: the last award is what is left, then it waits for next month.
/// </summary>
public sealed class BudgetStory(SharedServer server)
{
    private readonly Api api = server.Api;

    [Fact]
    public async Task Budget_OfAMonth_IsSpentToTheLastAndTold()
    {
        var group = await server.OpenLikeAsync("research-services", programme =>
        {
            programme["budgets"]![0]!["amount"] = 150;
            programme["rules"]![0]!["status"] = JsonValue.Create("immediate");
        });

        Assert.Equal("100", (await JoinAsync(group, "wu"))["awards.0.amount"]);
        var rest = await JoinAsync(group, "xu");
        var none = await JoinAsync(group, "yu");

        Assert.Equal(("budget-rest", "50", "100", "50"), (
            rest["receipt.rules.0.outcome"], rest["awards.0.amount"], rest["receipt.rules.0.budget.wanted"],
            rest["receipt.rules.0.budget.left"]));
        Assert.Equal(("budget-exhausted", "growth", "0"), (
            none["receipt.rules.0.outcome"], none["receipt.rules.0.budget.id"], none["receipt.rules.0.budget.left"]));
        var words = (await api.GetAsync($"/v1/communities/{group}/members/yu/activities/j/receipt")).Expect(200);
        Assert.StartsWith("Nothing: the budget growth is used up; free again at 20", words["sentences.0.en"],
            StringComparison.Ordinal);
        Assert.StartsWith("未获得：预算 growth 已用完", words["sentences.0.zh"], StringComparison.Ordinal);
        Assert.Equal("wait", words["smallestChange.kind"]);
        var budget = (await api.GetAsync($"/v1/communities/{group}/budgets")).Expect(200);
        Assert.Equal(("growth", "150", "150", "0", "0", "month"), (
            budget["items.0.id"], budget["items.0.amount"], budget["items.0.spent"], budget["items.0.leased"],
            budget["items.0.left"], budget["items.0.within"]));
    }

    private async Task<Answer> JoinAsync(string group, string newcomer) => (await api.PostActivityAsync(
        group,
        $$$"""{"id":"j","member":"{{{newcomer}}}","type":"member-joined","facts":{"invited-by":"ann"}}"""))
        .Expect(200);
}
