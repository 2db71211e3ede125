namespace Rewards.Journal.Sqlite.Writing;

/// <summary>Something that waits for a commit.</summary>
internal abstract class WriteRequest
{
    /// <summary>Bytes that it holds while it waits.</summary>
    public abstract long Bytes { get; }

    /// <summary>Tells the caller that it is durable (null), or why not.</summary>
    public abstract void Answer(Exception? failure);
}
