namespace Rewards.Journal.Tests.Conformance;

public enum ModelStep
{
    Append,
    AppendWithSnapshot,
    AppendBurst,
    AppendStale,
    ReadTail,
    ReadRow,
    Reopen,
}

public readonly record struct ModelCommand(ModelStep Step, int Stream, string Row);

/// <summary>What a journal should hold.</summary>
public sealed class JournalModel(int round, int streams)
{
    public IReadOnlyList<StreamModel> Streams { get; } =
        [.. Enumerable.Range(0, streams).Select(i => new StreamModel(StreamId.OfMember("ops", $"{round}-{i}")))];
}

public sealed class StreamModel(StreamId id)
{
    private readonly Scribe scribe = new(id);

    public StreamId Id => id;

    public List<string> Texts { get; } = [];

    public Dictionary<string, string> Rows { get; } = [];

    public int SnapshotVersion { get; private set; }

    public Append Next(string row, bool snapshot)
    {
        var text = $"{id.Name} {Texts.Count + 1}";
        Texts.Add(text);
        Rows[row] = text;
        SnapshotVersion = snapshot ? Texts.Count : SnapshotVersion;
        return scribe.Next(text, rows: [row], snapshot: snapshot ? $"state {Texts.Count}" : null);
    }

    /// <summary>
    /// An append of an owner that has not seen the last record; at version 1 of an empty stream there is none.
    /// </summary>
    public Append Stale(string row)
    {
        var late = new Scribe(id);
        late.StandAt(Texts.Count == 0 ? 1 : Texts.Count - 1, scribe.Hash);
        return late.Next("stale", rows: [row]);
    }
}
