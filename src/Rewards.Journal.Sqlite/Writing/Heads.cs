using Rewards.Journal.Records;
using Rewards.Journal.Sqlite.Index;

namespace Rewards.Journal.Sqlite.Writing;

/// <summary>Where a stream stands.</summary>
internal readonly record struct Head(long Version, long Pointer, Hash32 Hash)
{
    /// <summary>Before the first record.</summary>
    public static readonly Head Origin = new(0, 0, default);
}

/// <summary>
/// Heads of the streams written last, in two generations: when the young one is full, the old one goes.
/// </summary>
internal sealed class Heads(int perGeneration)
{
    private Dictionary<IndexKey, Head> young = [];
    private Dictionary<IndexKey, Head> old = [];

    public bool TryGet(IndexKey stream, out Head head) =>
        young.TryGetValue(stream, out head) || old.TryGetValue(stream, out head);

    public void Set(IndexKey stream, Head head)
    {
        if (young.Count >= perGeneration)
        {
            (old, young) = (young, old);
            young.Clear();
        }

        young[stream] = head;
    }
}
