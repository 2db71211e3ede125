using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// A head and when it was read, in writes to the log; one that this host wrote itself was never behind a fence.
/// </summary>
internal sealed record KnownHead(StreamHead Head, long ReadAt)
{
    public const long Written = -1;
}
