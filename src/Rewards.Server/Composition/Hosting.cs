using Rewards.Grains;
using Rewards.Server.Activities;
using Rewards.Server.ApiKeys;
using Rewards.Server.Budgets;
using Rewards.Server.Communities;
using Rewards.Server.Entitlements;
using Rewards.Server.Experiments;
using Rewards.Server.Health;
using Rewards.Server.Http;
using Rewards.Server.Members;
using Rewards.Server.Receipts;
using Rewards.Server.Reports;
using Rewards.Server.Retroactivity;
using Rewards.Server.Simulations;
using Rewards.Server.Standing;
using Rewards.Server.Telemetry;

namespace Rewards.Server.Composition;

/// <summary>Puts the web server together.</summary>
internal static class Hosting
{
    /// <summary>Longest wait for requests under way when the server stops.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    /// <param name="installation">What lies below HTTP.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="adjust">For a host that is not the program itself: where its log goes, for one.</param>
    public static WebApplication Build(
        Installation installation, ServerArguments arguments, Action<WebApplicationBuilder>? adjust = null)
    {
        // The content root is not the working directory: no file of an operator's folder is watched or served.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(arguments.Urls.Split(';'));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimits.BatchBytesMax + BodyLimits.SingleBytesMax;
        });
        // A connection's own thread goes on with what it received and sends what it has: no queue in between.
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;

            // Otherwise each request is received twice, first with an empty buffer. Costs an idle connection 4 KB.
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        builder.Services.Configure<HostOptions>(options =>
            options.ShutdownTimeout = StopTimeout + TimeSpan.FromSeconds(arguments.DrainSeconds));
        builder.Services.AddHostedService(services => new Draining(
            installation,
            TimeSpan.FromSeconds(arguments.DrainSeconds),
            services.GetRequiredService<IHostApplicationLifetime>()));
        Logs.Configure(builder.Logging, arguments.LogFormat);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // This category makes a trace activity and a log scope for every request; the middleware logs problems.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        AddServices(builder.Services, installation);
        adjust?.Invoke(builder);
        var app = builder.Build();
        if (installation.Configuration.Telemetry is { TracedRequestsPerThousand: > 0 and var traced })
        {
            app.UseMiddleware<TraceMiddleware>(traced);
        }

        app.UseMiddleware<ActivityShortcut>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<AdmissionMiddleware>();
        return app;
    }

    private static void AddServices(IServiceCollection services, Installation installation)
    {
        var limits = installation.Configuration.RateLimitPerKey;
        services.AddSingleton(installation.Time);
        services.AddSingleton<IGrains>(installation.Grains);
        services.AddSingleton(installation.Grains.Programmes);
        services.AddSingleton(installation.Grains.ApiKeys);
        services.AddSingleton(_ => new KeyRateLimits(limits.ActivitiesPerSecond, limits.Burst));
        services.AddSingleton(installation.Admission);
        services.AddSingleton(new TotalsReading(
            installation.Totals, () => installation.TotalsCaughtUpAt, installation.AskTotalsAsync));
        services.AddSingleton<NotReadyReason>(() => installation.NotReadyReason);
        services.AddSingleton<Access>();
        services.AddSingleton<PostActivity>();
        services.AddSingleton<PostActivityBatch>();
        services.AddSingleton<GetActivity>();
        services.AddSingleton<GetReceipt>();
        services.AddSingleton<ReviewActivity>();
        services.AddSingleton<GetMember>();
        services.AddSingleton<GetLedger>();
        services.AddSingleton<GetEntitlements>();
        services.AddSingleton<PostAdjustment>();
        services.AddSingleton<ErasePersonal>();
        services.AddSingleton<StandingEndpoints>();
        services.AddSingleton<BudgetsUsed>(installation.Grains.BudgetsUsedAsync);
        services.AddSingleton<GetBudgets>();
        services.AddSingleton<ListCommunities>();
        services.AddSingleton<PublishRules>();
        services.AddSingleton<PublishContributionModel>();
        services.AddSingleton(installation.Grains.Retroactive);
        services.AddSingleton<RetroactiveGrantEndpoints>();
        services.AddSingleton<Remeasure>(installation.RemeasureAsync);
        services.AddSingleton<ExperimentEndpoints>();
        services.AddSingleton<GetTotals>();
        services.AddSingleton(installation.Match);
        services.AddSingleton<GetMatchReport>();
        services.AddSingleton<SimulateDraft>(installation.SimulateAsync);
        services.AddSingleton<PostSimulation>();
        services.AddSingleton<ApiKeyEndpoints>();
        services.AddSingleton<HealthEndpoints>();
    }
}
