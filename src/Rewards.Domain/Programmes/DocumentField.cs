using System.Globalization;
using Rewards.Domain.Text;

namespace Rewards.Domain.Programmes;

/// <summary>
/// A value at its place in a document. Each <c>As…</c> gives the value in the wanted shape, or complains, saying what
/// is allowed, and gives null: reading goes on, so that all complaints are told at once.
/// </summary>
public sealed class DocumentField(DocumentNode node, int line, string path, DocumentComplaints complaints)
{
    public DocumentNode Node { get; } = node;

    public int Line { get; } = line;

    public string Path { get; } = path;

    /// <summary>The value at the root of a document.</summary>
    public static DocumentField Root(DocumentNode document, DocumentComplaints complaints) =>
        new(document, document.Line, DocumentPath.Root, complaints);

    public void Complain(string message) => complaints.Add(Line, Path, message);

    /// <summary>Complains that the value is not what is allowed.</summary>
    public void Refuse(string allowed) => Complain($"{Found()}; allowed: {allowed}");

    public DocumentMapping? AsMapping(string allowed)
    {
        if (Node is MapNode map)
        {
            return new DocumentMapping(map, Line, Path, complaints);
        }

        Refuse(allowed);
        return null;
    }

    public IReadOnlyList<DocumentField>? AsList(string allowed)
    {
        if (Node is ListNode list)
        {
            return [.. list.Items.Select(
                (item, i) => new DocumentField(item, item.Line, DocumentPath.Of(Path, i), complaints))];
        }

        Refuse(allowed);
        return null;
    }

    public string? AsText(string allowed)
    {
        if (Node is ScalarNode { Kind: ScalarKind.Text } scalar)
        {
            return scalar.Text;
        }

        Refuse(Node is ScalarNode { Kind: not ScalarKind.Null } ? $"{allowed} (in quotes)" : allowed);
        return null;
    }

    /// <summary>A text for people: 1–128 characters on one line.</summary>
    public string? AsLabel()
    {
        const string allowed = "a text of 1–128 characters on one line";
        var text = AsText(allowed);
        if (text is not null && IdText.Problem(text) is { } problem)
        {
            Complain($"{problem}; allowed: {allowed}");
            return null;
        }

        return text;
    }

    /// <summary>A name that operators give; see <see cref="Slug"/>.</summary>
    public string? AsSlug()
    {
        var text = AsText("a name of a–z, 0–9 and '-', at most 64 characters");
        if (text is not null && Slug.Problem(text) is { } problem)
        {
            Complain($"the name {DocumentPath.Quoted(text)} {problem}");
            return null;
        }

        return text;
    }

    public long? AsInteger(long min, long max)
    {
        if (Node is ScalarNode { Kind: ScalarKind.Integer } scalar
            && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max)
        {
            return value;
        }

        Refuse($"an integer from {min} to {max}");
        return null;
    }

    public bool? AsBoolean()
    {
        if (Node is ScalarNode { Kind: ScalarKind.Boolean } scalar)
        {
            return scalar.Text == "true";
        }

        var spelledOut = Node is ScalarNode { Text: "yes" or "no" or "on" or "off" };
        Refuse(spelledOut ? "true or false (yes, no, on and off are texts)" : "true or false");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public T? AsWord<T>(IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Node is not ScalarNode { Kind: ScalarKind.Text } scalar)
        {
            Refuse(string.Join(", ", words.Keys));
            return null;
        }

        if (words.TryGetValue(scalar.Text, out var value))
        {
            return value;
        }

        Complain($"unknown word {DocumentPath.Quoted(scalar.Text)}{Suggestion.For(scalar.Text, words.Keys)}");
        return null;
    }

    /// <summary>A name that is declared elsewhere in the document; <paramref name="noun"/> is what it names.</summary>
    public string? AsDeclared(string noun, IEnumerable<string> declared)
    {
        if (AsText($"the name of a declared {noun}") is not { } name)
        {
            return null;
        }

        if (declared.Contains(name, StringComparer.Ordinal))
        {
            return name;
        }

        Complain($"unknown {noun} {DocumentPath.Quoted(name)}{Suggestion.For(name, declared)}");
        return null;
    }

    private string Found() => Node switch
    {
        MapNode => "is a mapping",
        ListNode => "is a list",
        ScalarNode { Kind: ScalarKind.Null } => "is empty",
        ScalarNode { Kind: ScalarKind.Text } scalar => $"is the text {DocumentPath.Quoted(scalar.Text)}",
        ScalarNode scalar => $"is {DocumentPath.Quoted(scalar.Text).Trim('\'')}",
        _ => "is of an unknown kind",
    };
}
