using Rewards.Journal;

namespace Rewards.Grains.Verification;

/// <summary>The keyed rows that a record's events ask for, against those that it sets: the same, no less, no more.
/// </summary>
internal sealed class ExpectedRows
{
    private readonly List<(RowKey? Key, RowKind Kind, ReadOnlyMemory<byte>? Value)> expected = new(2);

    /// <summary>A row with that key; with that value, if one is given.</summary>
    public void Add(RowKey key, ReadOnlyMemory<byte>? value = null) => expected.Add((key, key.Kind, value));

    /// <summary>A row with that key, and with what the last of the events that count in it came to.</summary>
    public void Set(RowKey key, ReadOnlyMemory<byte> value)
    {
        expected.RemoveAll(one => one.Key == key);
        Add(key, value);
    }

    /// <summary>One row of that kind; what its key is, only the caller of the command knew.</summary>
    public void AddAny(RowKind kind) => expected.Add((null, kind, null));

    public void Compare(IReadOnlyList<Row> rows, Action<string> complain)
    {
        foreach (var row in rows)
        {
            var at = expected.FindIndex(one => one.Key is { } key ? key == row.Key : one.Kind == row.Key.Kind);
            if (at < 0)
            {
                complain($"it sets the row {Name(row.Key)}, which none of its events asks for.");
                continue;
            }

            if (expected[at].Value is { } value && !value.Span.SequenceEqual(row.Value.Span))
            {
                complain($"the row {Name(row.Key)} has the value {Convert.ToHexStringLower(row.Value.Span)}, where its "
                    + $"events come to {Convert.ToHexStringLower(value.Span)}.");
            }

            expected.RemoveAt(at);
        }

        foreach (var (key, kind, _) in expected)
        {
            complain($"the row {(key is { } named ? Name(named) : $"of kind {kind}")} is missing, for which its "
                + "events ask.");
        }
    }

    public static string Name(RowKey key) => $"{key.Kind} '{key.Text}'";
}
