namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// Where the sequence of notices ends, as far as this host knows. Notices are numbered without gaps, so that the end is
/// found by asking for numbers.
/// </summary>
internal sealed class LogEnd(Store store)
{
    private readonly Lock turn = new();
    private TaskCompletionSource moved = NewSignal();
    private long next;

    /// <summary>The number of the next notice; there may be more by now.</summary>
    public long Next
    {
        get
        {
            lock (turn)
            {
                return next;
            }
        }
    }

    /// <summary>Completes when the end has moved beyond the number.</summary>
    public Task WhenBeyond(long sequence)
    {
        lock (turn)
        {
            return next > sequence ? Task.CompletedTask : moved.Task;
        }
    }

    public void MoveTo(long sequence)
    {
        TaskCompletionSource passed;
        lock (turn)
        {
            if (sequence <= next)
            {
                return;
            }

            next = sequence;
            (passed, moved) = (moved, NewSignal());
        }

        passed.SetResult();
    }

    /// <summary>Looks whether others have written more, one notice after the other.</summary>
    public async ValueTask<bool> LookAsync(CancellationToken cancellation)
    {
        var from = Next;
        var sequence = from;
        while (await ExistsAsync(sequence, cancellation).ConfigureAwait(false))
        {
            sequence++;
        }

        MoveTo(sequence);
        return sequence > from;
    }

    /// <summary>Finds the end of a long log in few steps: doubles, then halves.</summary>
    public async ValueTask FindAsync(CancellationToken cancellation)
    {
        var (present, absent) = (-1L, 1L);
        while (await ExistsAsync(absent - 1, cancellation).ConfigureAwait(false))
        {
            (present, absent) = (absent - 1, absent * 2);
        }

        absent--;
        while (absent - present > 1)
        {
            var middle = present + ((absent - present) / 2);
            var exists = await ExistsAsync(middle, cancellation).ConfigureAwait(false);
            (present, absent) = exists ? (middle, absent) : (present, middle);
        }

        MoveTo(present + 1);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask<bool> ExistsAsync(long sequence, CancellationToken cancellation) =>
        await store.FindInLogAsync(Layout.Keys.Notice(sequence), cancellation).ConfigureAwait(false) is not null;
}
