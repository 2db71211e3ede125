using System.Text.Json;
using System.Text.Unicode;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Documents as JSON: what the API takes, and the canonical form that the journal keeps for ever. Strict: no
/// comments, no trailing commas, no duplicate keys, no exponents in numbers, only valid Unicode.
/// </summary>
public static class JsonDocuments
{
    /// <exception cref="DocumentException">Not such a document.</exception>
    public static DocumentNode Parse(ReadOnlySpan<byte> utf8)
    {
        var complaints = new DocumentComplaints();
        if (utf8.Length > DocumentLimits.BytesMax)
        {
            complaints.Add(0, DocumentPath.Root, $"has {utf8.Length} bytes; allowed: {DocumentLimits.BytesMax}");
        }
        else if (!Utf8.IsValid(utf8))
        {
            complaints.Add(0, DocumentPath.Root, "is not valid UTF-8");
        }

        complaints.ThrowIfAny();
        var parser = new JsonDocumentParser(utf8, complaints);
        var document = parser.Parse();
        complaints.ThrowIfAny();
        return document;
    }

    /// <summary>
    /// The one spelling of a document: keys in ordinal order, lists as they are, no white space, numbers without
    /// superfluous zeros, texts escaped as RFC 8785 says. Lines are not part of it.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A node that no parser makes (a number that is none, half a surrogate pair).
    /// </exception>
    public static byte[] WriteCanonical(DocumentNode document) => CanonicalJson.Write(document);
}
