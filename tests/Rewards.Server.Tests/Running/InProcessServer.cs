using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rewards.Domain.Registry;
using Rewards.Grains.Registry;
using Rewards.Server.Composition;
using Rewards.Server.Http;

namespace Rewards.Server.Tests.Running;

/// <summary>
/// The server put together as its program does, on a real port, in this process: with a clock that the test holds, and
/// with whatever the test has put under SQLite.
/// </summary>
internal sealed class InProcessServer : IAsyncDisposable
{
    private readonly Installation installation;
    private readonly WebApplication app;

    private InProcessServer(Installation installation, WebApplication app, Api api)
    {
        this.installation = installation;
        this.app = app;
        Api = api;
    }

    /// <summary>Calls with the admin key.</summary>
    public Api Api { get; }

    /// <param name="setup">Configuration and data folder.</param>
    /// <param name="clock">The server's time.</param>
    /// <param name="log">Is given every line that the server logs as a warning or worse.</param>
    /// <param name="adjust">What the test has of its own in the server.</param>
    public static async Task<InProcessServer> StartAsync(
        ServerSetup setup, TimeProvider clock, Action<string>? log = null, Action<IServiceCollection>? adjust = null)
    {
        var arguments = new ServerArguments(setup.Config, setup.Data, "http://127.0.0.1:0");
        var installation = await Installation.OpenAsync(arguments, clock);
        try
        {
            var app = Hosting.Build(
                installation,
                arguments,
                builder =>
                {
                    builder.Logging.ClearProviders().AddProvider(new LineLogger(log ?? (_ => { })));
                    adjust?.Invoke(builder.Services);
                });
            app.MapRewards();
            var key = ApiKeyText.Parse(Keys.Admin)!.Value;
            await installation.Grains.Registry.CreateKeyAsync(
                new CreateApiKey(key.Id, key.SecretHash, ApiScope.Admin, [], "admin", null, "test"));
            await installation.StartAsync(app);
            await app.StartAsync();
            return new InProcessServer(installation, app, new Api(new Uri(app.Urls.Single())));
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await installation.DisposeAsync();
    }

    private sealed class LineLogger(Action<string> write) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                write($"{logLevel}: {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
