using NodaTime;
using Rewards.Domain.Members;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;
using Rewards.Journal.Snapshots;

namespace Rewards.Domain.Tests.Ledger;

/// <summary>A member's events as the bytes that a journal would hold, replayed from those bytes alone.</summary>
internal sealed class History
{
    private readonly List<byte[]> records = [];
    private readonly RecordWriter writer = new();

    public int Count => records.Count;

    public void Add(IReadOnlyList<MemberEvent> events, Instant recordedAt)
    {
        writer.Begin(StreamId.OfMember("birds", "m1"), records.Count + 1, recordedAt, []);
        foreach (var change in events)
        {
            var codec = EventCatalogue.For(change);
            writer.Event<object>(codec.Code, change, codec.Write);
        }

        records.Add(writer.End());
    }

    /// <summary>
    /// The state after all records, beginning from a snapshot of the state after <paramref name="done"/> of them.
    /// </summary>
    public MemberState Replay(byte[] snapshot, int done)
    {
        var state = MemberSnapshot.Read(snapshot)!;
        foreach (var bytes in records.Skip(done))
        {
            var record = RecordReader.Read(bytes);
            foreach (var recorded in record.Events)
            {
                state.Apply((MemberEvent)EventCatalogue.Read(recorded), record.RecordedAt);
            }
        }

        return state;
    }
}
