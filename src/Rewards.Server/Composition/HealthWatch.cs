using Rewards.Journal;

namespace Rewards.Server.Composition;

/// <summary>Says in the log why the journal takes no writes, and when it takes them again.</summary>
internal static class HealthWatch
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(IJournal journal, TimeProvider time, ILogger log, CancellationToken cancellation)
    {
        using var tick = new PeriodicTimer(LookEvery, time);
        for (var wasWritable = true; ; await tick.WaitForNextTickAsync(cancellation))
        {
            var health = journal.Health;
            if (health.Writable == wasWritable)
            {
                continue;
            }

            wasWritable = health.Writable;
            if (wasWritable)
            {
                log.LogInformation("The journal takes writes again.");
            }
            else if (journal.IsShared)
            {
                log.LogError("The shared store takes no writes: {Reason}. It is tried again.", health.Reason);
            }
            else
            {
                // Never again before a restart: an operator has to act.
                log.LogCritical(
                    "The journal takes no more writes: {Reason}. What was answered is safe; make good what is wrong, "
                    + "and restart.",
                    health.Reason);
            }
        }
    }
}
