using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace Rewards.Server.Http;

/// <summary>What one API key may do per second; each line of a batch counts.</summary>
public sealed class KeyRateLimits(int activitiesPerSecond, int burst) : IDisposable
{
    private const int PeriodsPerSecond = 10;
    private readonly ConcurrentDictionary<string, TokenBucketRateLimiter> limiters = new(StringComparer.Ordinal);

    /// <summary>Takes one; or says how many seconds to wait.</summary>
    public bool TryTake(string keyId, out int retryAfterSeconds)
    {
        retryAfterSeconds = 0;
        using var lease = LimiterOf(keyId).AttemptAcquire();
        if (lease.IsAcquired)
        {
            return true;
        }

        retryAfterSeconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
            ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds))
            : 1;
        return false;
    }

    /// <exception cref="ProblemException"><c>rate-limited</c>.</exception>
    public void Take(Principal principal)
    {
        if (!TryTake(principal.KeyId, out var retryAfterSeconds))
        {
            throw new ProblemException(
                Problems.RateLimited,
                $"The key may post {activitiesPerSecond} activities a second, {burst} at once.",
                ("retryAfterSeconds", retryAfterSeconds));
        }
    }

    public void Dispose()
    {
        foreach (var limiter in limiters.Values)
        {
            limiter.Dispose();
        }
    }

    private TokenBucketRateLimiter LimiterOf(string keyId) => limiters.GetOrAdd(
        keyId,
        static (_, limits) => new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.Burst,
            TokensPerPeriod = Math.Max(1, limits.PerSecond / PeriodsPerSecond),
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)Math.Max(1,
                limits.PerSecond / PeriodsPerSecond) / limits.PerSecond),
            QueueLimit = 0,
            AutoReplenishment = true,
        }),
        (PerSecond: activitiesPerSecond, Burst: burst));
}
