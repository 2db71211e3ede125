using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Programmes;
using Rewards.Domain.Registry;
using Rewards.Grains;
using Rewards.Grains.Budgets;
using Rewards.Grains.Contribution;
using Rewards.Grains.InProcess;
using Rewards.Grains.Projections;
using Rewards.Grains.Registry;
using Rewards.Grains.Simulations;
using Rewards.Journal;
using Rewards.Server.Configuration;
using Rewards.Server.Http;
using Rewards.Server.Overload;
using Rewards.Server.Simulations;
using Rewards.Server.Telemetry;

namespace Rewards.Server.Composition;

/// <summary>
/// Everything that lives below HTTP: journal, grains, due work, projections. Opened before the server listens, closed
/// after it has stopped listening, in the order that loses nothing.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    private const int AdminSecretLengthMin = 32;

    /// <summary>Reading every commit by itself would cost as much as making it; nobody minds this much delay.</summary>
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(20);

    /// <summary>Totals that are computed anew may take minutes; callers are told to come again.</summary>
    private static readonly TimeSpan TotalsWaitMax = TimeSpan.FromSeconds(10);

    private readonly IJournal journal;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> background = [];
    private Action<Exception, string> report = static (_, _) => { };
    private ProjectionRunner? totalsRunner;
    private TelemetryExport? telemetry;
    private readonly Shedding shedding;
    private OverloadWatch? overload;

    private Installation(ServerConfiguration configuration, IReadOnlyList<CommunityFile> files, IJournal journal,
        TimeProvider time)
    {
        Configuration = configuration;
        Files = files;
        this.journal = journal;
        Time = time;
        shedding = new Shedding(configuration.Admission.UnderWayMax);
        Admission = new Admission(configuration.Admission.UnderWayMax, () => shedding.Share);
        Grains = new LocalGrains(journal, time, new GrainOptions
        {
            ActiveMax = configuration.Grains.ActiveMax,
            Behind = static work => SimulationThread.RunAsync(async () =>
            {
                await work();
                return true;
            }),
            Report = (e, what) => report(e, what),
        });
        Match = new MatchReading(journal, Grains.Programmes, time, (e, what) => report(e, what));
    }

    public ServerConfiguration Configuration { get; }

    public IReadOnlyList<CommunityFile> Files { get; }

    public TimeProvider Time { get; }

    public LocalGrains Grains { get; }

    public Admission Admission { get; }

    public MatchReading Match { get; }

    public CommunityTotals Totals { get; } = new();

    public DateTimeOffset TotalsCaughtUpAt => totalsRunner?.CaughtUpAt ?? DateTimeOffset.UnixEpoch;

    public TimeSpan TotalsLag => totalsRunner?.Lag ?? TimeSpan.Zero;

    /// <summary>Set when the server was told to stop; it may still be serving.</summary>
    public bool IsStopping { get; set; }

    public string? NotReadyReason =>
        totalsRunner is null ? "The server is starting."
        : IsStopping ? "The server is stopping."
        : journal.Health.Reason;

    /// <exception cref="ConfigurationException">A file is broken; nothing was opened.</exception>
    /// <exception cref="JournalOpenException">The journal cannot be opened.</exception>
    public static async ValueTask<Installation> OpenAsync(ServerArguments arguments, TimeProvider time)
    {
        var configuration = ServerConfiguration.Load(arguments.ConfigFile);
        var files = CommunityFiles.Load(configuration.CommunitiesFolder);
        var journal = await Journals.OpenAsync(configuration.Journal, arguments, time);
        var installation = new Installation(configuration, files, journal, time);
        await installation.Grains.StartAsync();
        return installation;
    }

    /// <summary>
    /// Creates the admin key that was asked for, publishes community files, and starts the work in the background.
    /// </summary>
    public async Task StartAsync(WebApplication app, LogFormat logFormat = LogFormat.Text)
    {
        var log = app.Logger;
        report = (e, what) => log.LogError(e, "{What}", what);
        await CreateAdminKeyAsync();
        await CommunityPublication.PublishAsync(Files, Grains, log);
        if (app.Environment.IsDevelopment())
        {
            DevelopmentKeys.Open(Grains.ApiKeys, Time);
            app.Lifetime.ApplicationStarted.Register(() => DevelopmentKeys.Print(
                app.Urls.First(), logFormat == LogFormat.Json ? Console.Error : Console.Out));
        }

        Journals.Report(journal, report);
        // Requests on a shared store wait for its replies: what waits in a socket says nothing about the processors.
        overload = journal.IsShared || !OverloadWatch.CanCount ? null
            : new OverloadWatch(() => Admission.UnderWay, shedding);
        var counted = Configuration.Telemetry is null
            ? null : new CountedAwards(Totals, Instant.FromDateTimeOffset(Time.GetUtcNow()));
        totalsRunner = new ProjectionRunner(
            journal, counted ?? (IProjection)Totals, Time, report, GatherFor,
            renew: journal.IsShared ? Grains.RenewAsync : null);
        var dueWork = new DueWork(journal, Grains, Time, report);
        background.Add(Task.Run(() => HealthWatch.RunAsync(journal, Time, log, stopping.Token)));
        background.Add(Task.Run(() => totalsRunner.RunAsync(stopping.Token)));
        background.Add(Task.Run(() => dueWork.RunAsync(stopping.Token)));
        background.Add(Task.Run(() => BudgetUpkeep.RunAsync(Grains, Time, report, stopping.Token)));
        if (counted is not null)
        {
            telemetry = new TelemetryExport(
                Configuration.Telemetry!, Measuring.SourcesOf(this, journal, counted, dueWork), Journals.Diagnostics);
        }
    }

    /// <summary>
    /// What others append to a shared store is looked for; otherwise totals follow by themselves, once they have
    /// everything that was there at the start.
    /// </summary>
    /// <exception cref="GrainUnavailableException">The store does not answer, or totals do not have everything yet.
    /// </exception>
    public async ValueTask AskTotalsAsync(CancellationToken cancellation)
    {
        if (totalsRunner is not { } runner || (!journal.IsShared && runner.CaughtUpAt != default))
        {
            return;
        }

        if (journal.IsShared)
        {
            await runner.AskAsync(cancellation);
            return;
        }

        try
        {
            await runner.AskAsync(cancellation).AsTask().WaitAsync(TotalsWaitMax, Time, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new GrainUnavailableException(
                "Totals are being computed from the journal and do not have everything yet.", e);
        }
    }

    /// <summary>Runs on its own thread, behind all others.</summary>
    public Task<SimulationReport> SimulateAsync(
        Programme draft, Instant from, IReadOnlyDictionary<string, long>? contribution,
        Func<SimulationProgress, ValueTask> progress, CancellationToken cancellation)
    {
        var simulation = new RuleSimulation(journal, draft, from) { Contribution = contribution };
        return SimulationThread.RunAsync(
            () => simulation.RunAsync(told => SimulationThread.Wait(progress(told)), cancellation));
    }

    /// <summary>The same for what a version of the contribution model measures.</summary>
    public Task<IReadOnlyDictionary<string, long>> RemeasureAsync(
        Programme measuring, Instant from, Instant to, CancellationToken cancellation) =>
        SimulationThread.RunAsync(() => new Remeasuring(journal, measuring, from, to).RunAsync(cancellation).AsTask());

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        overload?.Dispose();
        await Task.WhenAll(background).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Match.DisposeAsync();
        await Grains.DisposeAsync();
        if (telemetry is not null)
        {
            // Sends what is left, while it can still be read, and blocks meanwhile: not on this thread, which may be
            // the one that all sockets wait for.
            await Task.Run(telemetry.Dispose);
        }

        await journal.DisposeAsync();
        stopping.Dispose();
    }

    private async ValueTask CreateAdminKeyAsync()
    {
        if (Environment.GetEnvironmentVariable("REWARDS_ADMIN_KEY") is not { Length: > 0 } text)
        {
            return;
        }

        if (ApiKeyText.Parse(text) is not { } key || text.Length - key.Id.Length - "rk__".Length < AdminSecretLengthMin)
        {
            throw new ArgumentsException(
                $"REWARDS_ADMIN_KEY must be rk_NAME_SECRET with {AdminSecretLengthMin} or more characters of secret.");
        }

        try
        {
            await Grains.Registry.CreateKeyAsync(new CreateApiKey(
                key.Id, key.SecretHash, ApiScope.Admin, [], "admin", null, "REWARDS_ADMIN_KEY"));
        }
        catch (DomainException e) when (e.Code == Refusals.IdConflict)
        {
            throw new ArgumentsException(
                $"REWARDS_ADMIN_KEY: there is another key named '{key.Id}' already. A key keeps its secret for ever; "
                + "choose another NAME, and revoke the old key over the API.");
        }
    }
}
