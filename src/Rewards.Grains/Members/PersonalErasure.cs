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
    public static async ValueTask<int> OfMemberAsync(IJournal journal, StreamId stream)
    {
        var erased = 0;
        RecordPointer? from = null;
        do
        {
            var page = await journal.ReadBackwardAsync(stream, from, RecordsPerRead, CancellationToken.None);
            await Parallel.ForEachAsync(
                page.Records,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (record, _) => Interlocked.Add(ref erased, await EraseAsync(journal, record)));
            from = page.Next;
        }
        while (from is not null);
        return erased;
    }

    /// <summary>The facts of one activity; null when there is no such activity.</summary>
    public static async ValueTask<int?> OfActivityAsync(IJournal journal, StreamId stream, string activity) =>
        await journal.FindRowAsync(stream, RecordedActivity.Key(activity), CancellationToken.None) is { } record
            ? await EraseAsync(journal, record) : null;

    private static async ValueTask<int> EraseAsync(IJournal journal, StoredRecord record)
    {
        if (record.Content.SideHash.IsEmpty
            || await journal.ReadSideAsync(record, CancellationToken.None) is null)
        {
            return 0;
        }

        await journal.EraseSideAsync(record, CancellationToken.None);
        return 1;
    }
}
