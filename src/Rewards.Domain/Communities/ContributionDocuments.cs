using System.Text;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Communities;

/// <summary>
/// A document of a community may tell rules and contribution model together, as a community file does; published they
/// are apart. The document of a model is <c>community</c> and <c>contribution</c> alone.
/// </summary>
public static class ContributionDocuments
{
    private const string CommunityField = "community";
    private const string ModelField = "contribution";

    /// <summary>The same document without its model, and the model; null where none is written.</summary>
    public static (DocumentNode Rules, DocumentNode? Model) Split(DocumentNode document) =>
        document is MapNode map && map.Entries.Any(entry => entry.Key == ModelField)
            ? (map with { Entries = [.. map.Entries.Where(entry => entry.Key != ModelField)] },
                map with { Entries = [.. map.Entries.Where(entry => entry.Key is CommunityField or ModelField)] })
            : (document, null);

    /// <summary>Rules as they decide together with a model; null: with none.</summary>
    public static DocumentNode Join(DocumentNode rules, DocumentNode? model)
    {
        var apart = Split(rules).Rules;
        return model is MapNode told && apart is MapNode map
            ? map with { Entries = [.. map.Entries, .. told.Entries.Where(entry => entry.Key == ModelField)] }
            : apart;
    }

    /// <summary>
    /// The document of a model, from a JSON body. What it measures is checked when it is joined with rules.
    /// </summary>
    /// <exception cref="DocumentException">Not such a document, or not of that community.</exception>
    public static DocumentNode Read(ReadOnlySpan<byte> utf8, CommunityId community)
    {
        var document = JsonDocuments.Parse(utf8);
        var complaints = new DocumentComplaints();
        if (DocumentField.Root(document, complaints).AsMapping("a mapping with community and contribution") is { } root)
        {
            root.AllowOnly(CommunityField, ModelField);
            root.Require(ModelField, "a list of outcomes");
            var field = root.Require(CommunityField, "the community's name in URLs");
            if (field?.AsSlug() is { } name && name != community.Value)
            {
                field.Complain($"is '{name}', but it is published to '{community}'");
            }
        }

        complaints.ThrowIfAny();
        return document;
    }

    /// <summary>The model that rules of before carried; canonical JSON, null where they measured nothing.</summary>
    internal static string? CarriedBy(string rules)
    {
        try
        {
            return Split(JsonDocuments.Parse(Encoding.UTF8.GetBytes(rules))).Model is { } model ? Write(model) : null;
        }
        catch (DocumentException)
        {
            // A damaged document: whoever compiles it says so.
            return null;
        }
    }

    /// <summary>The same as a document of its own; one that measures nothing where they carried none.</summary>
    /// <exception cref="DocumentException">The rules are damaged.</exception>
    public static string CarriedIn(string rules) => CarriedBy(rules) ?? Empty(rules);

    private static string Empty(string rules)
    {
        var map = (MapNode)JsonDocuments.Parse(Encoding.UTF8.GetBytes(rules));
        return Write(map with
        {
            Entries =
            [
                .. map.Entries.Where(entry => entry.Key == CommunityField),
                new MapEntry(ModelField, map.Line, new ListNode(map.Line, [])),
            ],
        });
    }

    public static string Write(DocumentNode document) =>
        Encoding.UTF8.GetString(JsonDocuments.WriteCanonical(document));

    /// <summary>Names a document by its content.</summary>
    public static string HashOf(string canonical) => DocumentHash.Of(Encoding.UTF8.GetBytes(canonical));
}
