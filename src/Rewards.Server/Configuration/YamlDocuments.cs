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
    private const char ByteOrderMarkSign = '\uFEFF';

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <exception cref="DocumentException">Not such a document; each complaint names its line.</exception>
    public static DocumentNode Parse(ReadOnlySpan<byte> utf8)
    {
        var complaints = new DocumentComplaints();
        if (utf8.Length > DocumentLimits.BytesMax)
        {
            complaints.Add(0, DocumentPath.Root, $"has {utf8.Length} bytes; allowed: {DocumentLimits.BytesMax}");
        }
        else if (!Utf8.IsValid(utf8))
        {
            complaints.Add(FirstInvalidLine(utf8), DocumentPath.Root, "is not valid UTF-8");
        }

        complaints.ThrowIfAny();
        var text = Encoding.UTF8.GetString(utf8.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8);
        RefuseInvisible(text, complaints);
        complaints.ThrowIfAny();
        var document = Parse(text, complaints);
        complaints.ThrowIfAny();
        return document;
    }

    private static DocumentNode Parse(string text, DocumentComplaints complaints)
    {
        // The scanner says where it stands when it fails without saying where.
        var scanner = new Scanner(new StringReader(text));
        try
        {
            return new YamlDocumentParser(new Parser(scanner), complaints).Parse();
        }
        catch (YamlException mistake)
        {
            RefuseSyntax(text, mistake.Start, mistake.Message, complaints);
            throw;
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet 16.3 throws for a value that begins with a reserved sign, like "name: %".
            RefuseSyntax(text, scanner.CurrentPosition, "a value begins with a sign that needs quotes", complaints);
            throw;
        }
    }

    private static void RefuseSyntax(string text, Mark at, string message, DocumentComplaints complaints)
    {
        // The end of a text counts as a line of its own there, even where no line begins.
        var line = Math.Min((int)at.Line, text.TrimEnd('\n').Count('\n') + 1);
        complaints.Add(line, DocumentPath.Root, $"is not YAML: {message}");
        complaints.ThrowIfAny();
    }

    /// <summary>
    /// A tab looks like any number of spaces, and indentation is what YAML reads structure from. Other signs that
    /// cannot be seen (some end a line for one reader and not for the next) have no place in a file for people.
    /// </summary>
    private static void RefuseInvisible(string text, DocumentComplaints complaints)
    {
        var line = 1;
        var told = 0;
        foreach (var c in text)
        {
            if (c == '\n')
            {
                line++;
            }
            else if ((char.IsControl(c) && c != '\r' || c is '\u2028' or '\u2029' or ByteOrderMarkSign) && told != line)
            {
                told = line;
                var sign = c == '\t' ? "a tab; indent and separate with spaces" : $"the invisible sign U+{(int)c:X4}";
                complaints.Add(line, DocumentPath.Root, $"holds {sign}");
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
