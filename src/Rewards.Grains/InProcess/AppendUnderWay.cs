using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>
/// An append on its way, which any number of callers wait for: its own, repeats of its command, reads of its effect.
/// One that failed stays with its stream, so that all who ride on it fail. Awaited like a task, and lighter: every
/// command makes one.
/// </summary>
internal sealed class AppendUnderWay(GrainStream stream, Append append)
{
    private static readonly Action Settled = static () => { };

    private ValueTaskAwaiter commit;
    private ExceptionDispatchInfo? failure;

    // Whoever waits, combined; Settled from then on.
    private Action? waiting;

    public Append Append { get; } = append;

    /// <summary>The append of the stream before it that is on its way; the stream's to change.</summary>
    public AppendUnderWay? Older { get; set; }

    /// <summary>The one after it.</summary>
    public AppendUnderWay? Newer { get; set; }

    public void Watch(ValueTask appending)
    {
        commit = appending.GetAwaiter();
        if (commit.IsCompleted)
        {
            Complete();
        }
        else
        {
            commit.UnsafeOnCompleted(Complete);
        }
    }

    public Awaiter GetAwaiter() => new(this);

    private void Complete()
    {
        try
        {
            commit.GetResult();
            stream.Settle(this);
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        Interlocked.Exchange(ref waiting, Settled)?.Invoke();
    }

    private void Await(Action continuation)
    {
        for (var before = Volatile.Read(ref waiting); before != Settled;)
        {
            var together = before is null ? continuation : before + continuation;
            var seen = Interlocked.CompareExchange(ref waiting, together, before);
            if (seen == before)
            {
                return;
            }

            before = seen;
        }

        continuation();
    }

    /// <summary>Waits for the commit; throws what it failed with.</summary>
    public readonly struct Awaiter(AppendUnderWay append) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => Volatile.Read(ref append.waiting) == Settled;

        public void GetResult() => append.failure?.Throw();

        public void OnCompleted(Action continuation)
        {
            var context = ExecutionContext.Capture();
            append.Await(context is null
                ? continuation
                : () => ExecutionContext.Run(context, static action => ((Action)action!)(), continuation));
        }

        public void UnsafeOnCompleted(Action continuation) => append.Await(continuation);
    }
}
