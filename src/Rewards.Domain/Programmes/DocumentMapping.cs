namespace Rewards.Domain.Programmes;

/// <summary>A mapping at its place in a document.</summary>
public sealed class DocumentMapping(MapNode map, int line, string path, DocumentComplaints complaints)
{
    public int Line { get; } = line;

    public int Count => map.Entries.Count;

    /// <summary>All entries in the order of writing, for mappings whose keys are names.</summary>
    public IEnumerable<(string Key, DocumentField Value)> Entries =>
        map.Entries.Select(entry => (entry.Key, FieldOf(entry)));

    public void Complain(string message) => complaints.Add(Line, path, message);

    /// <summary>The field, or null when it is not written.</summary>
    public DocumentField? Find(string name)
    {
        foreach (var entry in map.Entries)
        {
            if (string.Equals(entry.Key, name, StringComparison.Ordinal))
            {
                return FieldOf(entry);
            }
        }

        return null;
    }

    /// <summary>The field, or a complaint that says what belongs there.</summary>
    public DocumentField? Require(string name, string allowed)
    {
        if (Find(name) is { } field)
        {
            return field;
        }

        complaints.Add(Line, DocumentPath.Of(path, name), $"is required; allowed: {allowed}");
        return null;
    }

    /// <summary>Complains about every field that is not known here.</summary>
    public void AllowOnly(params string[] known)
    {
        foreach (var (key, field) in Entries)
        {
            if (!known.Contains(key, StringComparer.Ordinal))
            {
                field.Complain($"unknown field {DocumentPath.Quoted(key)}{Suggestion.For(key, known)}");
            }
        }
    }

    private DocumentField FieldOf(MapEntry entry) =>
        new(entry.Value, entry.Line, DocumentPath.Of(path, entry.Key), complaints);
}
