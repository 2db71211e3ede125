using Rewards.Server.Http;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Problems;

/// <summary>Every problem type is documented, and can be had.</summary>
public sealed class ProblemCatalogueTests(SharedServer server)
{
    public static TheoryData<string> EasyCodes => [.. ProblemCases.ByCode.Keys];

    public static TheoryData<string> AllCodes => [.. ProblemCatalogue.ByCode.Keys];

    [Fact]
    public void EveryCode_OfTheCatalogue_IsProvoked() => Assert.Equal(
        ProblemCatalogue.ByCode.Keys.Order(StringComparer.Ordinal),
        ProblemCases.ByCode.Keys.Concat(HardProblemTests.Codes).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(EasyCodes))]
    public async Task Problem_Provoked_IsAsDocumented(string code)
    {
        var site = await server.OpenLikeAsync("ops-articles");
        (await server.Api.PostActivityAsync("ops-articles", Bodies.Quiz("q", "lin"))).Expect(200);

        var problem = await ProblemCases.ByCode[code](server.Api, site);

        Assert.True(problem.Problem == code, problem.Text);
        var documented = (await server.Api.With(null).GetAsync("/problems/" + code)).Expect(200);
        Assert.Equal(("/problems/" + code, documented["title"], documented["status"]), (
            problem["type"], problem["title"], problem["status"]));
        Assert.NotEmpty(problem["detail"]!);
        Assert.Null(problem["traceId"]);
    }

    [Theory]
    [MemberData(nameof(AllCodes))]
    public async Task Page_OfEachCode_SaysWhatToDo(string code)
    {
        var page = (await server.Api.With(null).GetAsync("/problems/" + code)).Expect(200);

        Assert.Equal("/problems/" + code, page["type"]);
        Assert.InRange(page.Number("status"), 400, 599);
        Assert.NotEmpty(page["title"]!);
        Assert.NotEmpty(page["remedy"]!);
    }

    [Fact]
    public async Task Pages_Listed_AreAll()
    {
        var list = (await server.Api.With(null).GetAsync("/problems")).Expect(200);
        Assert.Equal(
            ProblemCatalogue.ByCode.Keys.Select(code => "/problems/" + code),
            Enumerable.Range(0, list.Count("items")).Select(i => list[$"items.{i}.type"]!));
        (await server.Api.GetAsync("/problems/no-such-problem")).ExpectProblem("not-found", 404);
    }
}
