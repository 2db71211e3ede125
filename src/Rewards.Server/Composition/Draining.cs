namespace Rewards.Server.Composition;

/// <summary>
/// Between the signal to stop and the end of listening: the server says that it is not ready and goes on serving, until
/// whoever distributes requests has seen it.
/// </summary>
internal sealed class Draining(Installation installation, TimeSpan time, IHostApplicationLifetime lifetime)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => installation.IsStopping = true);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        installation.IsStopping = true;
        await Task.Delay(time, installation.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
