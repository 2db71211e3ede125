using System.Text.Json.Nodes;
using Rewards.Server.Tests.Access;
using Rewards.Server.Tests.BadInput;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Problems;

/// <summary>For each problem type a request that provokes it on a server that needs nothing special.</summary>
internal static class ProblemCases
{
    private const string Site = "/v1/communities/ops-articles";

    /// <summary>Prepares what a case needs; answers the problem itself, or the line of a batch that is one.</summary>
    public delegate Task<Answer> Provoke(Api api, string site);

    public static readonly IReadOnlyDictionary<string, Provoke> ByCode = Requests()
        .Concat(Batches()).Concat(Access()).Concat(Domain()).Concat(Operators()).ToDictionary();

    private static Dictionary<string, Provoke> Requests() => new()
    {
        ["invalid-json"] = Body("half an object"),
        ["invalid-utf8"] = Body("invalid UTF-8"),
        ["too-deep"] = Body("deep fact"),
        ["unknown-field"] = Body("unknown field"),
        ["duplicate-field"] = Body("duplicate field"),
        ["missing-field"] = Body("no member"),
        ["wrong-type"] = Body("number as id"),
        ["invalid-value"] = Body("long text of a fact"),
        ["invalid-id"] = Body("id of 300 characters"),
        ["invalid-time"] = Body("time with an offset"),
        ["number-out-of-range"] = Body("too large an integer"),
        ["too-many-facts"] = Body("too many facts"),
        ["body-too-large"] = (api, site) => PostAsync(api, site, new string(' ', (64 * 1024) + 1)),
        ["unsupported-media-type"] = (api, site) =>
            api.PostAsync($"/v1/communities/{site}/activities", Bodies.Quiz("q", "lin"), "text/plain"),
        ["invalid-cursor"] = (api, site) => api.GetAsync($"{Site}/members/lin/ledger?after=x"),
        ["invalid-query"] = (api, site) => api.GetAsync($"{Site}/members/lin/ledger?limit=0"),
        ["not-found"] = (api, site) => api.GetAsync("/v1/nothing"),
        ["method-not-allowed"] = (api, site) => api.DeleteAsync(Site),
        ["idempotency-key-missing"] = (api, site) => api.PostAsync($"{Site}/members/lin/adjustments", "{}"),
    };

    private static Dictionary<string, Provoke> Batches() => new()
    {
        ["line-too-long"] = async (api, site) => (await api.PostBatchAsync(site, new string(' ', (64 * 1024) + 1)))[0],
        ["too-many-lines"] = async (api, site) => (await api.PostBatchAsync(site, new string('\n', 1_001)))[^1],
        ["batch-broken-off"] = async (api, site) =>
        {
            using var raw = await RawHttp.ConnectAsync(api);
            await raw.WriteHeadAsync(
                "POST",
                $"/v1/communities/{site}/activities/batch",
                "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n");
            await raw.WriteAsync("no chunk\r\n"u8.ToArray());
            return Api.LinesOf(await raw.ReadToEndAsync()).Last();
        },
    };

    private static Dictionary<string, Provoke> Access() => new()
    {
        ["unauthenticated"] = (api, site) => api.With(null).GetAsync(Site),
        ["forbidden"] = async (api, site) =>
            await api.With(await KeyRing.CreateAsync(api, """["app"]""")).GetAsync(Site + "/totals"),
    };

    private static Dictionary<string, Provoke> Domain() => new()
    {
        ["id-conflict"] = async (api, site) =>
        {
            (await PostAsync(api, site, Bodies.Quiz("q", "lin"))).Expect(200);
            return await PostAsync(api, site, Bodies.Quiz("q", "lin", "other"));
        },
        ["unknown-community"] = (api, site) => api.GetAsync("/v1/communities/nowhere"),
        ["unknown-member"] = (api, site) => api.GetAsync($"/v1/communities/{site}/members/nobody"),
        ["unknown-activity"] = (api, site) => api.GetAsync($"/v1/communities/{site}/members/nobody/activities/a"),
        ["unknown-activity-type"] = Body("unknown type"),
        ["time-out-of-range"] = Body("time long ago"),
        ["fact-type"] = Body("text for a declared boolean"),
        ["command-too-large"] = async (api, site) =>
        {
            await PublishWithManyEntitlementsAsync(api, site);
            return await PostAsync(api, site, Bodies.Quiz("q", "lin"));
        },
        ["amount-out-of-range"] = (api, site) => AdjustAsync(api, site, "feathers", 0),
    };

    private static Dictionary<string, Provoke> Operators() => new()
    {
        ["unknown-currency"] = (api, site) => AdjustAsync(api, site, "dollars", 1),
        ["until-not-allowed"] = (api, site) => StandAsync(api, site, "banned", "2099-01-01T00:00:00Z"),
        ["until-passed"] = (api, site) => StandAsync(api, site, "muted", "2020-01-01T00:00:00Z"),
        ["nothing-pending"] = async (api, site) =>
        {
            (await PostAsync(api, site, Bodies.Quiz("q", "lin"))).Expect(200);
            return await ReviewAsync(api, site, "q", "approve");
        },
        ["already-reviewed"] = async (api, site) =>
        {
            (await PostAsync(api, site, Bodies.Comment("c", "lin"))).Expect(200);
            (await ReviewAsync(api, site, "c", "approve")).Expect(200);
            return await ReviewAsync(api, site, "c", "reject");
        },
        ["already-reversed"] = async (api, site) =>
        {
            (await PostAsync(api, site, Bodies.Comment("c", "lin"))).Expect(200);
            (await ReverseAsync(api, site, "c")).Expect(200);
            return await ReviewAsync(api, site, "c", "approve");
        },
        ["nothing-to-reverse"] = async (api, site) =>
        {
            (await PostAsync(api, site, Bodies.Quiz("q", "lin", correct: false))).Expect(200);
            return await ReverseAsync(api, site, "q");
        },
        ["publish-conflict"] = async (api, site) =>
        {
            var current = (await api.GetAsync($"/v1/communities/{site}/rules/1")).At("programme")!.ToJsonString();
            return await api.PostAsync($"/v1/communities/{site}/rules?basedOn=0", current);
        },
        ["version-scheduled"] = async (api, site) =>
        {
            var current = (await api.GetAsync($"/v1/communities/{site}/rules/1")).At("programme")!.ToJsonString();
            var ahead = TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-ddTHH:mm:ssZ",
                System.Globalization.CultureInfo.InvariantCulture);
            (await api.PostAsync($"/v1/communities/{site}/rules?basedOn=1&effectiveAt={ahead}", current)).Expect(201);
            return await api.PostAsync($"/v1/communities/{site}/rules?basedOn=2", current);
        },
        ["forward-only"] = (api, site) => api.PostAsync($"/v1/communities/{site}/rules/1/grants/preview", ""),
        ["version-not-in-force"] = async (api, site) =>
        {
            await PublishWithGrantsAsync(api, site, basedOn: 1);
            await PublishWithGrantsAsync(api, site, basedOn: 2);
            return await api.PostAsync($"/v1/communities/{site}/rules/2/grants/preview", "");
        },
        ["preview-outdated"] = async (api, site) =>
        {
            await PublishWithGrantsAsync(api, site, basedOn: 1);
            return await api.PostAsync(
                $"/v1/communities/{site}/rules/2/grants", $$"""{"preview":"{{new string('0', 64)}}"}""");
        },
        ["version-in-force"] = (api, site) => api.PostAsync($"/v1/communities/{site}/rules/1/cancellation", ""),
        ["experiment-running"] = async (api, site) =>
        {
            (await api.PostAsync($"/v1/communities/{site}/experiments", """{"id":"a","percent":10,"version":1}"""))
                .Expect(201);
            return await api.PostAsync(
                $"/v1/communities/{site}/experiments", """{"id":"b","percent":10,"version":1}""");
        },
        ["unknown-experiment"] = (api, site) => api.PostAsync($"/v1/communities/{site}/experiments/none/stop", ""),
        ["unknown-rules-version"] = (api, site) => api.GetAsync(Site + "/rules/99"),
        ["unknown-contribution-model"] = (api, site) => api.GetAsync(Site + "/contribution-models/99"),
        ["invalid-programme"] = (api, site) => api.PostAsync($"/v1/communities/{site}/rules?basedOn=1", "{}"),
        ["unknown-api-key"] = (api, site) => api.DeleteAsync("/v1/api-keys/nobody"),
    };

    private static async Task PublishWithGrantsAsync(Api api, string site, int basedOn)
    {
        var current = (await api.GetAsync($"/v1/communities/{site}/rules/1")).At("programme")!.ToJsonString();
        var since = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyy-MM-ddTHH:mm:ssZ",
            System.Globalization.CultureInfo.InvariantCulture);
        (await api.PostAsync(
            $"/v1/communities/{site}/rules?basedOn={basedOn}&retroactivity=grants-only&since={since}", current))
            .Expect(201);
    }

    /// <summary>Each is a keyed row of the activity's record, of which a journal takes 64.</summary>
    private static async Task PublishWithManyEntitlementsAsync(Api api, string site)
    {
        var programme = (await api.GetAsync($"/v1/communities/{site}/rules/1")).At("programme")!.DeepClone();
        for (var rule = 0; rule < 5; rule++)
        {
            var gives = Enumerable.Range(0, 16)
                .Select(i => $$"""{ "entitlement": { "kind": "coupon", "id": "c{{i}}" } }""");
            programme["rules"]!.AsArray().Add(JsonNode.Parse(
                $$"""
                { "id": "many-{{rule}}", "order": {{900 + rule}}, "when": "quiz-answered",
                  "give": [{{string.Join(',', gives)}}] }
                """));
        }

        (await api.PostAsync($"/v1/communities/{site}/rules?basedOn=1", programme.ToJsonString())).Expect(201);
    }

    private static Provoke Body(string name) => (api, site) => api.PostAsync(
        $"/v1/communities/{site}/activities", BadBody.OfActivities().Single(bad => bad.Name == name).Body);

    private static Task<Answer> PostAsync(Api api, string site, string body) => api.PostActivityAsync(site, body);

    private static Task<Answer> AdjustAsync(Api api, string site, string currency, long amount) => api.PostAsync(
        $"/v1/communities/{site}/members/lin/adjustments",
        $$"""{"currency":"{{currency}}","amount":{{amount}},"reason":"because"}""",
        idempotencyKey: "k");

    private static Task<Answer> StandAsync(Api api, string site, string standing, string until) => api.PostAsync(
        $"/v1/communities/{site}/members/lin/standing",
        $$"""{"standing":"{{standing}}","until":"{{until}}","reason":"because"}""",
        idempotencyKey: "k");

    private static Task<Answer> ReviewAsync(Api api, string site, string activity, string decision) => api.PostAsync(
        $"/v1/communities/{site}/members/lin/activities/{activity}/review", $$"""{"decision":"{{decision}}"}""");

    private static Task<Answer> ReverseAsync(Api api, string site, string activity) => api.PostAsync(
        $"/v1/communities/{site}/members/lin/activities/{activity}/reversal", """{"reason":"because"}""");
}
