namespace Rewards.Journal.AzureTables.Streams;

/// <summary>An append and whoever waits for it.</summary>
internal sealed class Waiting(Append append)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public Append Append => append;
}
