using Rewards.Journal;

namespace Rewards.Grains.Tests.Hosting;

/// <summary>
/// Holds appends and activations of one stream back until the test lets them go, so that what happens meanwhile can be
/// seen without waiting for time.
/// </summary>
public sealed class GatedJournal(IJournal inner) : JournalWrapper(inner)
{
    private readonly Lock turn = new();
    private readonly List<(Append Append, TaskCompletionSource Done)> held = [];
    private TaskCompletionSource? heldReads;
    private (int Count, TaskCompletionSource Reached)? expected;
    private Func<StreamId, bool> holds = _ => false;

    /// <summary>Completes when so many appends wait.</summary>
    public Task WhenHeldAsync(int count)
    {
        lock (turn)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            expected = (count, reached);
            if (held.Count >= count)
            {
                reached.SetResult();
            }

            return reached.Task;
        }
    }

    public void HoldAppends(Func<StreamId, bool> which) => holds = which;

    public void HoldReads() => heldReads = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReleaseReads() => Interlocked.Exchange(ref heldReads, null)?.SetResult();

    public override ValueTask AppendAsync(Append append)
    {
        if (!holds(append.Stream))
        {
            return Inner.AppendAsync(append);
        }

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (turn)
        {
            held.Add((append, done));
            if (expected is { } waited && held.Count >= waited.Count)
            {
                waited.Reached.TrySetResult();
            }
        }

        return new ValueTask(done.Task);
    }

    public override async ValueTask<StreamTail> ReadTailAsync(StreamId stream, CancellationToken cancellation)
    {
        if (heldReads is { } gate)
        {
            await gate.Task;
        }

        return await Inner.ReadTailAsync(stream, cancellation);
    }

    /// <summary>
    /// Writes what waits, in order, and holds no more; <paramref name="andThen"/> is what the caller is told.
    /// </summary>
    public Task ReleaseAsync(Exception? andThen = null) => EndAsync(Inner.AppendAsync, andThen);

    /// <summary>Writes the first of what waits and goes on holding the others.</summary>
    public async Task ReleaseFirstAsync(Exception? andThen = null)
    {
        (Append Append, TaskCompletionSource Done) first;
        lock (turn)
        {
            first = held[0];
            held.RemoveAt(0);
        }

        await Inner.AppendAsync(first.Append);
        if (andThen is null)
        {
            first.Done.SetResult();
        }
        else
        {
            first.Done.SetException(andThen);
        }
    }

    /// <summary>Writes nothing of what waits and holds no more.</summary>
    public Task FailAsync(Exception error) => EndAsync(_ => ValueTask.CompletedTask, error);

    private async Task EndAsync(Func<Append, ValueTask> write, Exception? error)
    {
        holds = _ => false;
        (Append Append, TaskCompletionSource Done)[] ended;
        lock (turn)
        {
            ended = [.. held];
            held.Clear();
        }

        foreach (var (append, done) in ended)
        {
            try
            {
                await write(append);
                if (error is null)
                {
                    done.SetResult();
                }
                else
                {
                    done.SetException(error);
                }
            }
            catch (JournalConflictException e)
            {
                done.SetException(e);
            }
        }
    }
}
