using Rewards.Grains.InProcess;

namespace Rewards.Grains.Budgets;

/// <summary>Gives back what this host does not need of budgets, now and then.</summary>
public static class BudgetUpkeep
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Works until cancelled.</summary>
    public static async Task RunAsync(
        LocalGrains grains, TimeProvider time, Action<Exception, string> report, CancellationToken cancellation)
    {
        using var tick = new PeriodicTimer(Every, time);
        while (await tick.WaitForNextTickAsync(cancellation))
        {
            try
            {
                await grains.TidyBudgetsAsync();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                report(e, "Slices of budgets could not be given back; the next start settles them.");
            }
        }
    }
}
