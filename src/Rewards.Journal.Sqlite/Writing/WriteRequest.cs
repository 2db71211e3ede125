namespace Rewards.Journal.Sqlite.Writing;

/// <summary>Something that waits for a commit.</summary>
internal abstract class WriteRequest
{
    /// <summary>Bytes that it holds while it waits.</summary>
    public abstract long Bytes { get; }

    /// <summary>The commit that holds it is durable.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception reason);
}
