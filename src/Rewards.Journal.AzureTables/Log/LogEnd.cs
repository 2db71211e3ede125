namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// Where the sequence of notices ends, as far as this host knows. Notices are numbered without gaps, so that the end is
/// found by asking for numbers.
/// </summary>
internal sealed class LogEnd(Store store)
{
    private const int AskedAtOnce = 16;
    private static readonly long[] Scales =
        [1, AskedAtOnce, AskedAtOnce * AskedAtOnce, AskedAtOnce * AskedAtOnce * AskedAtOnce];

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

    /// <summary>
    /// Finds the end of a log of any length. A server starts only then, so many numbers are asked for at once: the end
    /// of a log of thousands is found in the time of three replies.
    /// </summary>
    public async ValueTask FindAsync(CancellationToken cancellation)
    {
        var (present, absent) = (-1L, long.MaxValue);
        for (var scale = 1L; absent == long.MaxValue; scale *= AskedAtOnce * AskedAtOnce * AskedAtOnce * AskedAtOnce)
        {
            (present, absent) = await NarrowAsync(
                present,
                absent,
                [.. Scales.Select(factor => (scale * factor) - 1)],
                cancellation).ConfigureAwait(false);
        }

        while (absent - present > 1)
        {
            var step = Math.Max(1, (absent - present) / AskedAtOnce);
            var (first, behind) = (present + step, absent);
            (present, absent) = await NarrowAsync(
                present,
                absent,
                [.. Enumerable.Range(0, AskedAtOnce).Select(i => first + (i * step)).TakeWhile(one => one < behind)],
                cancellation).ConfigureAwait(false);
        }

        MoveTo(present + 1);
    }

    /// <summary>Asks for ascending numbers between one that is there and one that is not.</summary>
    private async ValueTask<(long Present, long Absent)> NarrowAsync(
        long present, long absent, long[] numbers, CancellationToken cancellation)
    {
        var there = await Task.WhenAll(numbers.Select(number => ExistsAsync(number, cancellation).AsTask()))
            .ConfigureAwait(false);
        var missing = Array.IndexOf(there, false);
        return (
            missing == 0 ? present : numbers[(missing < 0 ? numbers.Length : missing) - 1],
            missing < 0 ? absent : numbers[missing]);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask<bool> ExistsAsync(long sequence, CancellationToken cancellation) =>
        await store.FindInLogAsync(Layout.Keys.Notice(sequence), cancellation).ConfigureAwait(false) is not null;
}
