using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// Where the sequence of notices ends, as far as this host knows. Notices are numbered without gaps, so that the end is
/// found by asking for numbers, and by counting the last ones.
/// </summary>
internal sealed class LogEnd(Store store)
{
    private const int AskedAtOnce = 16;

    /// <summary>So many keys fit into one answer.</summary>
    private const int CountedMax = TableLimits.PageEntitiesMax;

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
    /// Finds the end of a log of any length: in the time of three replies for thousands of notices, and of one more for
    /// sixteen times as many.
    /// </summary>
    public async ValueTask FindAsync(CancellationToken cancellation)
    {
        var (present, absent) = (-1L, long.MaxValue);
        for (var scale = 1L; absent == long.MaxValue; scale *= AskedAtOnce * AskedAtOnce * AskedAtOnce * AskedAtOnce)
        {
            (present, absent) = await NarrowAsync(
                present, absent, [.. Scales.Select(factor => (scale * factor) - 1)], cancellation)
                .ConfigureAwait(false);
        }

        while (absent - present > CountedMax)
        {
            var step = (absent - present) / AskedAtOnce;
            var (first, behind) = (present + step, absent);
            (present, absent) = await NarrowAsync(
                present,
                absent,
                [.. Enumerable.Range(0, AskedAtOnce).Select(i => first + (i * step)).TakeWhile(one => one < behind)],
                cancellation).ConfigureAwait(false);
        }

        MoveTo(present + 1 + await CountAsync(present + 1, absent, cancellation).ConfigureAwait(false));
    }

    /// <summary>How many notices there are from the number on.</summary>
    private async ValueTask<int> CountAsync(long from, long before, CancellationToken cancellation)
    {
        if (from == before)
        {
            return 0;
        }

        var found = await store.RangeOfLogAsync(
            Keys.Notice(from), Keys.Notice(before), CountedMax, cancellation, keysOnly: true).ConfigureAwait(false);
        return found.Count;
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
        await store.FindInLogAsync(Keys.Notice(sequence), cancellation).ConfigureAwait(false) is not null;
}
