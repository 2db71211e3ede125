using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Log;

/// <summary>
/// One write to the log: what the session says of itself, markers, notices and due work, in one transaction. The same
/// plan is sent until it is known to be done or to be impossible, so that reading back recognises it.
/// </summary>
internal sealed class FlushPlan(long number, SessionRecord says, List<Unnoticed> ready)
{
    private readonly List<TableOperation> marking = [];
    private readonly List<DueChange> due = [.. ready.SelectMany(done => done.Due)];

    /// <summary>Counts the writes of this host, those that failed included.</summary>
    public long Number => number;

    public SessionRecord Says => says;

    public List<Unnoticed> Ready => ready;

    public List<SessionBook.Wanted> Markers { get; } = [];

    public void Mark((long Segment, List<Mark> Marks, List<long> Replaced) added)
    {
        marking.Add(Segment.Insert(
            says.Id, added.Segment, added.Marks.Select(mark => (mark.Stream, mark.Version)).ToList()));
        marking.AddRange(added.Replaced.Select(number =>
            TableOperation.Delete(Keys.Log, Keys.Segment(says.Id, number))));
    }

    /// <summary>
    /// The session's own word comes first: when it is not the session's any more, nothing of this happens.
    /// </summary>
    public List<TableOperation> Operations(long sequence)
    {
        var operations = new List<TableOperation> { says.Operation() };
        operations.AddRange(marking);
        if (ready.Count > 0)
        {
            operations.Add(NoticeOperation(ready.Select(done => done.Notice).ToList(), sequence));
        }

        operations.AddRange(due.Select(change => change.Operation()));
        return operations;
    }

    /// <summary>A due entry that somebody else has removed meanwhile need not be removed again.</summary>
    public bool Forget(TableOperation removal) => due.RemoveAll(
        change => change.Added is null && change.Key == removal.Entity.RowKey) > 0;

    public static TableOperation NoticeOperation(IReadOnlyList<Notice> notices, long sequence) => TableOperation.Insert(
        Parts.Of(Keys.Log, _ => Keys.Notice(sequence), Notice.Pack(notices)).Single());
}
