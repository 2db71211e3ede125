using Azure.Core;
using Azure.Core.Pipeline;

namespace Rewards.AzureTables;

/// <summary>
/// Azure's own retry, for reads alone. A write whose reply is lost may have been done: only who knows what it meant can
/// read back and decide.
/// </summary>
internal sealed class ReadsOnlyRetryPolicy(int retriesMax, TimeSpan delay, TimeSpan delayMax)
    : RetryPolicy(retriesMax, DelayStrategy.CreateExponentialDelayStrategy(delay, delayMax))
{
    protected override bool ShouldRetry(HttpMessage message, Exception? exception) =>
        message.Request.Method == RequestMethod.Get && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        message.Request.Method == RequestMethod.Get
            ? base.ShouldRetryAsync(message, exception)
            : ValueTask.FromResult(false);
}
