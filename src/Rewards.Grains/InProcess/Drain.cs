namespace Rewards.Grains.InProcess;

/// <summary>Counts commands under way, so that a stop can wait for them and refuse new ones.</summary>
internal sealed class Drain
{
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int underWay;
    private volatile bool closed;

    /// <exception cref="GrainStoppingException">The host is stopping.</exception>
    public Ticket Enter()
    {
        Interlocked.Increment(ref underWay);
        if (!closed)
        {
            return new Ticket(this);
        }

        Leave();
        throw new GrainStoppingException();
    }

    public async ValueTask CloseAsync()
    {
        Interlocked.Increment(ref underWay);
        closed = true;
        Leave();
        await empty.Task;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref underWay) == 0 && closed)
        {
            empty.TrySetResult();
        }
    }

    /// <summary>One command under way.</summary>
    public readonly struct Ticket(Drain drain) : IDisposable
    {
        public void Dispose() => drain.Leave();
    }
}
