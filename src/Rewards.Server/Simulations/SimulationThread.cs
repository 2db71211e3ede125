using System.Runtime.InteropServices;
using Rewards.Grains.Simulations;

namespace Rewards.Server.Simulations;

/// <summary>
/// Runs a simulation on a thread of its own that goes behind all others: it decides one activity after the other for
/// minutes, and whoever is awarded meanwhile must not wait for it.
/// </summary>
internal static class SimulationThread
{
    // PRIO_PROCESS; process 0 is the calling thread, as Linux counts. Lowering needs no right.
    private const int OfThread = 0;
    private const int Niceness = 10;

    /// <param name="simulation">The simulation; on a local journal it never leaves the thread.</param>
    /// <param name="progress">Is waited for on the thread: it writes to a caller who may be slow.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<SimulationReport> RunAsync(
        RuleSimulation simulation, Func<SimulationProgress, ValueTask> progress, CancellationToken cancellation)
    {
        var result = new TaskCompletionSource<SimulationReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            GoBehind();
            try
            {
                result.SetResult(simulation.RunAsync(Wait, cancellation).GetAwaiter().GetResult());
            }
            catch (OperationCanceledException e)
            {
                result.SetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        })
        { IsBackground = true, Name = "simulation" };
        thread.Start();
        return result.Task;

        ValueTask Wait(SimulationProgress told)
        {
            var writing = progress(told);
            if (!writing.IsCompletedSuccessfully)
            {
                writing.AsTask().GetAwaiter().GetResult();
            }

            return ValueTask.CompletedTask;
        }
    }

    private static void GoBehind()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfThread, 0, Niceness);
        }
        else
        {
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        }
    }

    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static extern int SetPriority(int which, int who, int priority);
}
