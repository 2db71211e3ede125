namespace Rewards.Grains.Tests.Simulation;

/// <summary>
/// Runs everything on one thread and chooses by its random numbers who goes on next: the same seed, the same
/// interleaving. When nobody can go on and the work is not done, somebody was forgotten.
/// </summary>
internal sealed class Loop(Random random) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> ready = [];

    public override void Post(SendOrPostCallback d, object? state) => ready.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public void Run(Func<Task> work)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var done = work();
            while (!done.IsCompleted)
            {
                Assert.True(ready.Count > 0, "Somebody waits for ever: nothing can go on.");
                var next = random.Next(ready.Count);
                var (callback, state) = ready[next];
                ready.RemoveAt(next);
                callback(state);
            }

            done.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Lets others go first, up to that many times.</summary>
    public async Task PauseAsync(int turnsMax)
    {
        for (var turns = random.Next(turnsMax + 1); turns > 0; turns--)
        {
            await Task.Yield();
        }
    }
}
