using Rewards.Domain.Registry;
using Rewards.Server.Activities;
using Rewards.Server.ApiKeys;
using Rewards.Server.Budgets;
using Rewards.Server.Communities;
using Rewards.Server.Entitlements;
using Rewards.Server.Experiments;
using Rewards.Server.Health;
using Rewards.Server.Http;
using Rewards.Server.Members;
using Rewards.Server.OpenApi;
using Rewards.Server.Receipts;
using Rewards.Server.Reports;
using Rewards.Server.Retroactivity;
using Rewards.Server.Simulations;
using Rewards.Server.Standing;

namespace Rewards.Server;

/// <summary>Every address of the server, with the scope that it asks for.</summary>
internal static class Routes
{
    private const string Community = "/v1/communities/{community}";
    private const string Member = Community + "/members/{member}";
    private const string Activity = Member + "/activities/{activity}";

    public static void MapRewards(this WebApplication app)
    {
        var services = app.Services;
        MapApp(app, services);
        MapOperator(app, services);
        MapAdmin(app, services.GetRequiredService<ApiKeyEndpoints>());
        MapOpen(app, services.GetRequiredService<HealthEndpoints>());
    }

    private static void MapApp(WebApplication app, IServiceProvider services)
    {
        var scope = new RequiredScope(ApiScope.App);
        var communities = services.GetRequiredService<ListCommunities>();
        Post(app, Community + "/activities", scope, services.GetRequiredService<PostActivity>().HandleAsync);
        Post(app, Community + "/activities/batch", scope, services.GetRequiredService<PostActivityBatch>().HandleAsync);
        Get(app, Activity, scope, services.GetRequiredService<GetActivity>().HandleAsync);
        Get(app, Activity + "/receipt", scope, services.GetRequiredService<GetReceipt>().HandleAsync);
        Get(app, Member, scope, services.GetRequiredService<GetMember>().HandleAsync);
        Get(app, Member + "/entitlements", scope, services.GetRequiredService<GetEntitlements>().HandleAsync);
        Get(app, Member + "/ledger", scope, services.GetRequiredService<GetLedger>().HandleAsync);
        Get(app, "/v1/communities", scope, communities.ListAsync);
        Get(app, Community, scope, communities.GetAsync);
    }

    private static void MapOperator(WebApplication app, IServiceProvider services)
    {
        var scope = new RequiredScope(ApiScope.Operator);
        var review = services.GetRequiredService<ReviewActivity>();
        var rules = services.GetRequiredService<PublishRules>();
        Post(app, Activity + "/review", scope, review.ReviewAsync);
        Post(app, Activity + "/reversal", scope, review.ReverseAsync);
        var personal = services.GetRequiredService<ErasePersonal>();
        Delete(app, Member + "/personal", scope, personal.OfMemberAsync);
        Delete(app, Activity + "/personal", scope, personal.OfActivityAsync);
        Post(app, Member + "/adjustments", scope, services.GetRequiredService<PostAdjustment>().HandleAsync);
        var standing = services.GetRequiredService<StandingEndpoints>();
        Post(app, Member + "/standing", scope, standing.SetAsync);
        Get(app, Member + "/standing", scope, standing.GetAsync);
        Get(app, Community + "/budgets", scope, services.GetRequiredService<GetBudgets>().HandleAsync);
        Get(app, Community + "/totals", scope, services.GetRequiredService<GetTotals>().HandleAsync);
        Get(app, Community + "/reports/match", scope, services.GetRequiredService<GetMatchReport>().HandleAsync);
        Post(
            app, Community + "/rules/simulations", scope, services.GetRequiredService<PostSimulation>().HandleAsync);
        var experiments = services.GetRequiredService<ExperimentEndpoints>();
        Post(app, Community + "/experiments", scope, experiments.StartAsync);
        Get(app, Community + "/experiments", scope, experiments.ListAsync);
        Post(app, Community + "/experiments/{experiment}/stop", scope, experiments.StopAsync);
        Post(app, Community + "/rules", scope, rules.PublishAsync);
        Get(app, Community + "/rules", scope, rules.ListAsync);
        Get(app, Community + "/rules/{version}", scope, rules.GetAsync);
        Post(app, Community + "/rules/{version}/cancellation", scope, rules.CancelAsync);
        var grants = services.GetRequiredService<RetroactiveGrantEndpoints>();
        Post(app, Community + "/rules/{version}/grants/preview", scope, grants.PreviewAsync);
        Post(app, Community + "/rules/{version}/grants", scope, grants.ConfirmAsync);
        Get(app, Community + "/rules/{version}/grants", scope, grants.GetAsync);
        var models = services.GetRequiredService<PublishContributionModel>();
        Post(app, Community + "/contribution-models", scope, models.PublishAsync);
        Get(app, Community + "/contribution-models", scope, models.ListAsync);
        Get(app, Community + "/contribution-models/{version}", scope, models.GetAsync);
        Post(app, Community + "/contribution-models/{version}/cancellation", scope, models.CancelAsync);
    }

    private static void MapAdmin(WebApplication app, ApiKeyEndpoints keys)
    {
        var scope = new RequiredScope(ApiScope.Admin) { Everywhere = true };
        Post(app, "/v1/api-keys", scope, keys.CreateAsync);
        Get(app, "/v1/api-keys", scope, keys.ListAsync);
        Delete(app, "/v1/api-keys/{id}", scope, keys.RevokeAsync);
    }

    private static void MapOpen(WebApplication app, HealthEndpoints health)
    {
        app.MapGet("/health/live", (RequestDelegate)HealthEndpoints.LiveAsync);
        app.MapGet("/health/ready", (RequestDelegate)health.ReadyAsync);
        app.MapGet("/problems", (RequestDelegate)ProblemPages.ListAsync);
        app.MapGet("/problems/{code}", (RequestDelegate)ProblemPages.GetAsync);
        app.MapGet("/openapi/v1.json", (RequestDelegate)OpenApiDocument.GetAsync);
    }

    private static void Post(WebApplication app, string pattern, RequiredScope scope, RequestDelegate handle) =>
        app.MapPost(pattern, handle).WithMetadata(scope);

    private static void Get(WebApplication app, string pattern, RequiredScope scope, RequestDelegate handle) =>
        app.MapGet(pattern, handle).WithMetadata(scope);

    private static void Delete(WebApplication app, string pattern, RequiredScope scope, RequestDelegate handle) =>
        app.MapDelete(pattern, handle).WithMetadata(scope);
}
