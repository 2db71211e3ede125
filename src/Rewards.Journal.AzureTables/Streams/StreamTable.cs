using System.Collections.Concurrent;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Streams;

/// <summary>
/// The writers of streams in use, a bounded number: an idle one is forgotten when there are too many, and what it
/// remembered is read again.
/// </summary>
internal sealed class StreamTable(StreamParts parts)
{
    private readonly ConcurrentDictionary<StreamId, StreamWriter> writers = new();
    private readonly Lock turn = new();
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting;
    private bool closed;

    private AzureTablesJournalOptions Options => parts.Store.Options;

    /// <exception cref="JournalBusyException">Too much waits.</exception>
    /// <exception cref="JournalUnavailableException">The journal is closed.</exception>
    public async ValueTask AppendAsync(Append append)
    {
        Task written;

        // One at a time from here to the queue: the order of the calls is the order of a stream's appends.
        lock (turn)
        {
            if (closed)
            {
                throw new JournalUnavailableException("The journal is closed.");
            }

            if (waiting >= Options.WaitingAppendsMax)
            {
                throw new JournalBusyException($"{waiting} appends wait to be written already.");
            }

            waiting++;
            written = Get(append.Stream).AppendAsync(append);
        }

        try
        {
            await written.ConfigureAwait(false);
        }
        finally
        {
            lock (turn)
            {
                waiting--;
                if (closed && waiting == 0)
                {
                    drained.TrySetResult();
                }
            }
        }
    }

    public void Learn(StreamId stream, StreamHead head)
    {
        lock (turn)
        {
            Get(stream).Learn(parts.Log.Read(head));
        }
    }

    /// <summary>How often in a row another host was faster at a stream.</summary>
    public int Overtaken(StreamId stream) => writers.GetValueOrDefault(stream)?.Overtaken ?? 0;

    /// <summary>Takes no more and waits for what is under way.</summary>
    public Task CloseAsync()
    {
        lock (turn)
        {
            closed = true;
            if (waiting == 0)
            {
                drained.TrySetResult();
            }
        }

        return drained.Task;
    }

    private StreamWriter Get(StreamId stream)
    {
        if (writers.Count >= Options.RememberedStreamsMax)
        {
            ForgetIdle();
        }

        return writers.GetOrAdd(stream, id => new StreamWriter(id, parts));
    }

    /// <summary>A sixteenth at once, so that it is not done for every append.</summary>
    private void ForgetIdle()
    {
        var left = Options.RememberedStreamsMax / 16;
        foreach (var (id, writer) in writers)
        {
            if (left > 0 && writer.IsIdle && writers.TryRemove(id, out _))
            {
                left--;
            }
        }
    }
}
