namespace Rewards.Grains.InProcess;

/// <summary>
/// One turn at a time. A free turn is taken without waiting and without allocation; who has to wait is served in
/// order of arrival. The mailbox is the queue of those who wait, and it is bounded.
/// </summary>
public abstract class Turn
{
    private Queue<TaskCompletionSource>? waiting;
    private bool taken;

    /// <summary>Commands that wait now; a glance from outside the turn.</summary>
    public int Waiting => Volatile.Read(ref waiting)?.Count ?? 0;

    /// <summary>Completes when the turn is the caller's, who must call <see cref="Exit"/>.</summary>
    /// <exception cref="GrainBusyException">The mailbox is full.</exception>
    public ValueTask EnterAsync(int mailboxMax)
    {
        lock (this)
        {
            if (!taken)
            {
                taken = true;
                return ValueTask.CompletedTask;
            }

            waiting ??= new Queue<TaskCompletionSource>();
            if (waiting.Count >= mailboxMax)
            {
                throw new GrainBusyException($"{mailboxMax} commands wait for this grain already.");
            }

            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(mine);
            return new ValueTask(mine.Task);
        }
    }

    /// <summary>Takes the turn if it is free.</summary>
    public bool TryEnter()
    {
        lock (this)
        {
            return !taken && (taken = true);
        }
    }

    public void Exit()
    {
        TaskCompletionSource? next;
        lock (this)
        {
            if (waiting is null || !waiting.TryDequeue(out next))
            {
                taken = false;
                waiting = null;
                return;
            }
        }

        next.SetResult();
    }
}
