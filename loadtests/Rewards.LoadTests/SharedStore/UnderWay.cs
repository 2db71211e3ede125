using Azure.Core.Pipeline;
using Rewards.AzureTables;

namespace Rewards.LoadTests.SharedStore;

/// <summary>Counts the requests of one contender that the store has at once.</summary>
internal sealed class UnderWay
{
    private int now;
    private int most;

    public int Most => most;

    /// <summary>Settings of a client whose requests are counted here.</summary>
    public TableClientOptions Options() => new()
    {
        Transport = new HttpClientTransport(new HttpClient(new Counting(this)) { Timeout = Timeout.InfiniteTimeSpan }),
    };

    private void Begin()
    {
        var here = Interlocked.Increment(ref now);
        for (var seen = most; here > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, here, seen);
        }
    }

    private sealed class Counting(UnderWay counts) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            counts.Begin();
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref counts.now);
            }
        }
    }
}
