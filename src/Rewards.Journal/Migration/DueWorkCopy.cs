using NodaTime;

namespace Rewards.Journal.Migration;

/// <summary>
/// Due work of the source, by stream. Which record asked for it is not kept anywhere, so a stream's work goes with its
/// first records, as many to each as an append takes. There are always enough of them: no record asked for more.
/// </summary>
internal sealed class DueWorkCopy
{
    /// <summary>Later than anything is due, and early enough that a backend can add to it.</summary>
    private static readonly Instant EndOfTime = Instant.FromUtc(9999, 1, 1, 0, 0);

    private readonly Dictionary<StreamId, List<DueItem>> byStream = [];

    public int Count { get; private set; }

    /// <exception cref="JournalCorruptException">An entry cannot be read: the copy would be without it.</exception>
    public static async ValueTask<DueWorkCopy> ReadAsync(IJournal source, CancellationToken cancellation)
    {
        var copy = new DueWorkCopy();
        foreach (var entry in await AllAsync(source, cancellation).ConfigureAwait(false))
        {
            if (entry.Damage is { } damage)
            {
                throw new JournalCorruptException(damage);
            }

            if (!copy.byStream.TryGetValue(entry.Stream, out var items))
            {
                copy.byStream[entry.Stream] = items = new List<DueItem>(1);
            }

            items.Add(new DueItem(entry.At, entry.Key));
            copy.Count++;
        }

        foreach (var items in copy.byStream.Values)
        {
            items.Sort(InOrder);
        }

        return copy;
    }

    /// <summary>What goes with a version of a stream; the same in every run.</summary>
    public IReadOnlyList<DueItem> With(StreamId stream, long version)
    {
        var from = (version - 1) * JournalLimits.DuePerRecordMax;
        return byStream.TryGetValue(stream, out var items) && from < items.Count
            ? items.Slice((int)from, Math.Min(JournalLimits.DuePerRecordMax, items.Count - (int)from))
            : [];
    }

    /// <summary>A stream whose due work differs, for people; null when there is none.</summary>
    public string? DifferenceTo(DueWorkCopy other)
    {
        foreach (var stream in byStream.Keys.Union(other.byStream.Keys))
        {
            var (mine, theirs) = (byStream.GetValueOrDefault(stream, []), other.byStream.GetValueOrDefault(stream, []));
            if (!mine.SequenceEqual(theirs))
            {
                return $"{stream}: other due work ({mine.Count} here, {theirs.Count} there)";
            }
        }

        return null;
    }

    private static ValueTask<IReadOnlyList<DueEntry>> AllAsync(IJournal journal, CancellationToken cancellation) =>
        journal.ReadDueAsync(EndOfTime, int.MaxValue, cancellation);

    private static int InOrder(DueItem one, DueItem other) =>
        one.At != other.At ? one.At.CompareTo(other.At) : string.CompareOrdinal(one.Key, other.Key);
}
