namespace Rewards.Journal.Migration;

/// <summary>
/// What one side holds, stream by stream: about 300 bytes of memory for each stream, whatever its length.
/// </summary>
internal sealed class JournalFacts
{
    private readonly Dictionary<StreamId, StreamFacts> streams = [];

    public long Records { get; private set; }

    public int Streams => streams.Count;

    public long SideRecords => streams.Values.Sum(facts => facts.SideRecords);

    public StreamFacts Of(StreamId stream) => streams.GetValueOrDefault(stream, StreamFacts.None);

    /// <summary>Takes the next record of a stream in.</summary>
    /// <exception cref="JournalCorruptException">It does not follow what was taken in before.</exception>
    public void Enter(ExportedRecord exported)
    {
        streams[exported.Record.Stream] = Of(exported.Record.Stream).With(exported);
        Records++;
    }

    /// <summary>A stream that the two sides do not hold alike, for people; null when there is none.</summary>
    public string? DifferenceTo(JournalFacts other)
    {
        foreach (var (stream, facts) in streams)
        {
            if (!facts.Equals(other.Of(stream)))
            {
                return $"{stream}: {facts.DifferenceTo(other.Of(stream))}";
            }
        }

        var extra = other.streams.Keys.Where(stream => !streams.ContainsKey(stream)).Take(1).ToList();
        return extra.Count == 0 ? null : $"{extra[0]}: only there";
    }
}
