using NodaTime;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;

namespace Rewards.Grains.Tests.Simulation;

/// <summary>What can go wrong with an append.</summary>
internal enum Fault
{
    None,
    Busy,
    Unavailable,
    Conflict,
    UnknownNotWritten,
    UnknownWritten,
}

/// <summary>
/// A journal as bad as its contract allows: slow, refusing, not knowing what it did, and gone in the middle of things.
/// Appends of one stream stay in order.
/// </summary>
internal sealed class FaultyJournal(IJournal inner, Loop loop, Random random) : JournalWrapper(inner)
{
    private readonly Dictionary<StreamId, Task> last = [];
    private readonly TaskCompletionSource never = new();
    private bool crashed;

    /// <summary>Share of appends with a fault; a tenth of it for reads.</summary>
    public double FaultShare { get; set; } = 0.15;

    public Dictionary<Fault, int> Seen { get; } = [];

    /// <summary>From now on nothing is written and nobody is answered, as after kill -9.</summary>
    public void Crash() => crashed = true;

    public override ValueTask AppendAsync(Append append)
    {
        var before = last.GetValueOrDefault(append.Stream, Task.CompletedTask);
        var fault = random.NextDouble() < FaultShare ? (Fault)random.Next(1, 6) : Fault.None;
        Seen[fault] = Seen.GetValueOrDefault(fault) + 1;
        var written = WriteAsync(before, append, fault);
        last[append.Stream] = written;
        return new ValueTask(written);
    }

    public override ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation) =>
        ReadAsync(() => Inner.ReadTailAsync(stream, cancellation));

    public override ValueTask<StoredRecord?> FindRowAsync(
        StreamId stream, RowKey row, CancellationToken cancellation) =>
        ReadAsync(() => Inner.FindRowAsync(stream, row, cancellation));

    public override ValueTask<IReadOnlyList<DueEntry>> ReadDueAsync(
        Instant upTo, int entriesMax, CancellationToken cancellation) =>
        ReadAsync(() => Inner.ReadDueAsync(upTo, entriesMax, cancellation));

    public override async ValueTask CompleteDueAsync(DueToken token, CancellationToken cancellation)
    {
        await SlowlyAsync();
        await Inner.CompleteDueAsync(token, cancellation);
    }

    private async Task WriteAsync(Task before, Append append, Fault fault)
    {
        await before.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await SlowlyAsync(40);
        if (fault is Fault.None or Fault.UnknownWritten)
        {
            await Inner.AppendAsync(append);
        }

        switch (fault)
        {
            case Fault.Busy: throw new JournalBusyException("Simulated.");
            case Fault.Unavailable: throw new JournalUnavailableException("Simulated.");
            case Fault.Conflict: throw new JournalConflictException("Simulated.");
            case Fault.UnknownNotWritten or Fault.UnknownWritten:
                throw new JournalOutcomeUnknownException("Simulated.");
        }
    }

    private async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read)
    {
        await SlowlyAsync();
        return random.NextDouble() < FaultShare / 10
            ? throw new JournalUnavailableException("Simulated: a read failed.")
            : await read();
    }

    private async Task SlowlyAsync(int turnsMax = 6)
    {
        if (random.Next(2) == 0)
        {
            await loop.PauseAsync(turnsMax);
        }

        if (crashed)
        {
            await never.Task;
        }
    }
}
