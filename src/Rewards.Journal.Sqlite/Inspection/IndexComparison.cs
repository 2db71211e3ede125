using System.Runtime.InteropServices;
using Rewards.Journal.Sqlite.Index;
using Rewards.Journal.Sqlite.Log;

namespace Rewards.Journal.Sqlite.Inspection;

/// <summary>
/// Keys in the order of the index: those of one chunk follow one another, so that each chunk is read once, and filters
/// are walked through instead of jumped about in.
/// </summary>
internal sealed class IndexComparison(InspectedFile file, ReaderPool readers) : IIndexCheck
{
    private readonly List<Expectation> expectations = [];

    public int Count => expectations.Count;

    public void Expect(StreamId stream, RecordPointer last) =>
        expectations.Add(new Expectation(file.Keys.Of(stream), last.Value, IsSetOnce: false));

    public void Expect(StreamId stream, RowKey row, RecordPointer setBy, bool isSetOnce) =>
        expectations.Add(new Expectation(file.Keys.Of(file.Keys.Of(stream), row), setBy.Value, isSetOnce));

    public IReadOnlyList<StoredRecord> Compare(CancellationToken cancellation)
    {
        CollectionsMarshal.AsSpan(expectations).Sort();
        var suspicious = Suspicious(cancellation);
        expectations.Clear();
        return [.. suspicious.Order().Select(pointer => file.Log.Read(pointer).ToStored())];
    }

    private HashSet<long> Suspicious(CancellationToken cancellation)
    {
        var suspicious = new HashSet<long>();
        using var rented = readers.Rent();
        var search = new OrderedSearch(file.Index, rented.Reader.Index);
        var sorted = CollectionsMarshal.AsSpan(expectations);
        for (var i = 0; i < sorted.Length; i++)
        {
            var expected = sorted[i];
            if (i + 1 < sorted.Length && sorted[i + 1].Key == expected.Key)
            {
                // Set again by a later record, to which the index is to lead.
                if (expected.IsSetOnce)
                {
                    suspicious.Add(expected.Pointer);
                }
            }
            else if (!Leads(search, expected))
            {
                suspicious.Add(expected.Pointer);
            }

            if ((i & 0xFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return suspicious;
    }

    private static bool Leads(OrderedSearch search, Expectation expected)
    {
        try
        {
            return search.Find(expected.Key) == expected.Pointer;
        }
        catch (JournalCorruptException)
        {
            // Looked for by itself, it tells what is damaged.
            return false;
        }
    }

    private readonly record struct Expectation(IndexKey Key, long Pointer, bool IsSetOnce) : IComparable<Expectation>
    {
        public int CompareTo(Expectation other) =>
            Key.CompareTo(other.Key) is var order and not 0 ? order : Pointer.CompareTo(other.Pointer);
    }
}
