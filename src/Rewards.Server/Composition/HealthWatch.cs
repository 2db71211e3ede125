using Rewards.Journal;

namespace Rewards.Server.Composition;

/// <summary>Says in the log, once, why the journal takes no more writes: an operator has to act.</summary>
internal static class HealthWatch
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(IJournal journal, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        using var tick = new PeriodicTimer(LookEvery, time);
        while (journal.Health.Writable)
        {
            await tick.WaitForNextTickAsync(cancellation);
        }

        log.LogCritical(
            "The journal takes no more writes: {Reason}. What was answered is safe; make good what is wrong, and "
            + "restart.",
            journal.Health.Reason);
    }
}
