using Rewards.Journal;

namespace Rewards.Grains.Members;

/// <summary>
/// Erases what is personal of a member: facts marked so, and reasons. Outside the grain's turn, because it changes no
/// event and nothing that follows from one; what is left is as the chain of hashes has it. Broken off, it goes on when
/// it is asked for again.
/// </summary>
internal static class PersonalErasure
{
    private const int RecordsPerRead = 500;

    /// <summary>They share a commit, which is what an erasure costs.</summary>
    private const int AtOnce = 64;

    /// <summary>All records that are committed when they are read.</summary>
    /// <returns>How many texts were there.</returns>
    public static async ValueTask<int> OfMemberAsync(
        IJournal journal, StreamId stream, CancellationToken cancellation)
    {
        var erased = 0;
        RecordPointer? from = null;
        do
        {
            var page = await journal.ReadBackwardAsync(stream, from, RecordsPerRead, cancellation);
            await Parallel.ForEachAsync(
                page.Records,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (record, token) => Interlocked.Add(ref erased, await EraseAsync(journal, record, token)));
            from = page.Next;
        }
        while (from is not null);
        return erased;
    }

    /// <summary>The facts of one activity; null when there is no such activity.</summary>
    public static async ValueTask<int?> OfActivityAsync(
        IJournal journal, StreamId stream, string activity, CancellationToken cancellation) =>
        await journal.FindRowAsync(stream, RecordedActivity.Key(activity), cancellation) is { } record
            ? await EraseAsync(journal, record, cancellation) : null;

    private static async ValueTask<int> EraseAsync(
        IJournal journal, StoredRecord record, CancellationToken cancellation)
    {
        if (record.Content.SideHash.IsEmpty || await journal.ReadSideAsync(record, cancellation) is null)
        {
            return 0;
        }

        await journal.EraseSideAsync(record, cancellation);
        return 1;
    }
}
