using System.Globalization;
using System.Text.Json.Nodes;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Fuzz;

/// <summary>
/// What chance hardly ever makes and some operations need: versions and models that wait for their time, activities to
/// review, an experiment, grants for what was recorded before. A waiting version keeps others from being published, so
/// each is somewhere else.
/// </summary>
internal static class Beginnings
{
    /// <summary>Of each member; the other ids are left for what chance makes.</summary>
    private const int ActivitiesToReview = 20;

    /// <returns>The name of a preview of grants, which may be confirmed again and again.</returns>
    public static async Task<string> MakeAsync(Api api)
    {
        await ReviewableAsync(api);
        var later = Time(30);
        var programme = await ProgrammeAsync(api, "research-services");
        await SendAsync(api, $"research-services/rules?basedOn=1&effectiveAt={later}", programme);
        var model = (await api.GetAsync("/v1/communities/company-lantern/contribution-models/1")).At("model")!;
        await SendAsync(api, $"company-lantern/contribution-models?basedOn=1&effectiveAt={later}", model);

        await OpenAsync(api, Pools.WithExperiment);
        var draft = new JsonObject { ["id"] = Pools.Ids[0], ["percent"] = 50, ["version"] = 1 };
        await SendAsync(api, $"{Pools.WithExperiment}/experiments", draft);
        return await GrantAsync(api);
    }

    private static async Task ReviewableAsync(Api api)
    {
        foreach (var member in Pools.Members)
        {
            foreach (var id in Pools.Ids.Take(ActivitiesToReview))
            {
                (await api.PostActivityAsync("ops-articles", Bodies.Comment(id, member))).Expect(200);
            }
        }
    }

    private static async Task<string> GrantAsync(Api api)
    {
        const string site = Pools.WithGrants;
        var programme = await OpenAsync(api, site);
        (await api.PostActivityAsync(site, Bodies.Quiz(Pools.Ids[^1], Pools.Members[0]))).Expect(200);
        programme["rules"]![0]!["give"] = new JsonObject { ["feathers"] = 8 };
        await SendAsync(api, $"{site}/rules?basedOn=1&retroactivity=grants-only&since={Time(-1)}", programme);
        var lines = Api.LinesOf(
            (await api.PostAsync($"/v1/communities/{site}/rules/2/grants/preview", "")).Expect(200)).ToList();
        var preview = lines[^1]["preview"]!;
        await SendAsync(api, $"{site}/rules/2/grants", new JsonObject { ["preview"] = preview });
        return preview;
    }

    /// <summary>A community like the first example.</summary>
    private static async Task<JsonNode> OpenAsync(Api api, string community)
    {
        var programme = await ProgrammeAsync(api, "ops-articles");
        programme["community"] = community;
        await SendAsync(api, $"{community}/rules?basedOn=0", programme);
        return programme;
    }

    private static async Task<JsonNode> ProgrammeAsync(Api api, string community) =>
        (await api.GetAsync($"/v1/communities/{community}/rules/1")).Expect(200).At("programme")!.DeepClone();

    private static async Task SendAsync(Api api, string address, JsonNode body) => Assert.InRange(
        (await api.PostAsync($"/v1/communities/{address}", body.ToJsonString())).Status, 200, 299);

    private static string Time(int daysAhead) => TimeProvider.System.GetUtcNow().AddDays(daysAhead).ToString(
        "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
