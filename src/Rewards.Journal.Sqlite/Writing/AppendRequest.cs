using System.Threading.Tasks.Sources;
using Rewards.Journal.Sqlite.Index;

namespace Rewards.Journal.Sqlite.Writing;

/// <summary>An append that waits for its commit. Reused: it returns to its pool when its result is taken.</summary>
internal sealed class AppendRequest(AppendRequestPool pool) : WriteRequest, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> source;
    private IndexKey[] rows = new IndexKey[4];
    private int rowCount;

    public Append Append { get; private set; } = null!;

    public IndexKey Stream { get; private set; }

    public ReadOnlySpan<IndexKey> Rows => rows.AsSpan(0, rowCount);

    /// <summary>Where the writer put it; 0 before.</summary>
    public long Pointer { get; set; }

    /// <summary>Why the writer refused it, if it did.</summary>
    public Exception? Refusal { get; set; }

    public ValueTask Task => new(this, source.Version);

    public override long Bytes => Append.Record.Length + Append.Snapshot.Length + Append.Side.Length;

    /// <summary>Hashes its keys, on the caller's thread.</summary>
    public void Set(Append append, KeyHash keys)
    {
        Append = append;
        Stream = keys.Of(append.Stream);
        rowCount = append.Rows.Count;
        if (rows.Length < rowCount)
        {
            rows = new IndexKey[rowCount];
        }

        for (var i = 0; i < rowCount; i++)
        {
            rows[i] = keys.Of(Stream, append.Rows[i]);
        }
    }

    public override void Answer(Exception? failure)
    {
        if (failure is null)
        {
            source.SetResult(true);
        }
        else
        {
            source.SetException(failure);
        }
    }

    public void GetResult(short token)
    {
        try
        {
            source.GetResult(token);
        }
        finally
        {
            source.Reset();
            Append = null!;
            Pointer = 0;
            Refusal = null;
            pool.Return(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => source.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        source.OnCompleted(continuation, state, token, flags);
}
