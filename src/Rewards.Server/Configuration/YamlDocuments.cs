using System.Text;
using System.Text.Unicode;
using Rewards.Domain.Programmes;
using YamlDotNet.Core;

namespace Rewards.Server.Configuration;

/// <summary>
/// Documents as YAML files, the way operators write them. A small, unsurprising part of YAML 1.2: mappings, lists and
/// scalars; no anchors, aliases, tags, merge keys, directives, tabs or second documents.
/// </summary>
public static class YamlDocuments
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <exception cref="DocumentException">Not such a document; each complaint names its line.</exception>
    public static DocumentNode Parse(ReadOnlySpan<byte> utf8)
    {
        var complaints = new DocumentComplaints();
        if (utf8.Length > DocumentLimits.BytesMax)
        {
            complaints.Add(0, DocumentPath.Root, $"has {utf8.Length} bytes; at most {DocumentLimits.BytesMax} are allowed");
        }
        else if (!Utf8.IsValid(utf8))
        {
            complaints.Add(FirstInvalidLine(utf8), DocumentPath.Root, "is not valid UTF-8");
        }

        complaints.ThrowIfAny();
        var text = Encoding.UTF8.GetString(utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8);
        RefuseTabs(text, complaints);
        complaints.ThrowIfAny();
        var document = Parse(text, complaints);
        complaints.ThrowIfAny();
        return document;
    }

    private static DocumentNode Parse(string text, DocumentComplaints complaints)
    {
        try
        {
            return new YamlDocumentParser(new Parser(new StringReader(text)), complaints).Parse();
        }
        catch (YamlException mistake)
        {
            complaints.Add((int)mistake.Start.Line, DocumentPath.Root, $"is not YAML: {mistake.Message}");
            complaints.ThrowIfAny();
            throw;
        }
    }

    /// <summary>A tab looks like any number of spaces, and indentation is what YAML reads structure from.</summary>
    private static void RefuseTabs(string text, DocumentComplaints complaints)
    {
        var line = 1;
        var told = 0;
        foreach (var c in text)
        {
            if (c == '\n')
            {
                line++;
            }
            else if (c == '\t' && told != line)
            {
                told = line;
                complaints.Add(line, DocumentPath.Root, "holds a tab; indent and separate with spaces");
            }
        }
    }

    private static int FirstInvalidLine(ReadOnlySpan<byte> utf8)
    {
        var line = 1;
        foreach (var range in utf8.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(utf8[range]))
            {
                break;
            }

            line++;
        }

        return line;
    }
}
