using System.Text;
using System.Text.Json;

namespace Rewards.Domain.Programmes;

/// <summary>
/// One pass over a JSON text that keeps count of lines. Mistakes in the syntax end it, others are collected.
/// </summary>
internal ref struct JsonDocumentParser(ReadOnlySpan<byte> utf8, DocumentComplaints complaints)
{
    private static readonly JsonReaderOptions Strict = new()
    {
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = DocumentLimits.DepthMax,
    };

    private readonly ReadOnlySpan<byte> utf8 = utf8;
    private Utf8JsonReader reader = new(utf8, Strict);
    private int line = 1;
    private int counted;

    public DocumentNode Parse()
    {
        try
        {
            reader.Read();
            var document = ReadValue(DocumentPath.Root);
            reader.Read();
            return document;
        }
        catch (JsonException mistake)
        {
            var message = mistake.Message;
            var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            complaints.Add(
                (int)(mistake.LineNumber ?? 0) + 1,
                DocumentPath.Root,
                $"is not JSON: {(position < 0 ? message : message[..position])}");
            complaints.ThrowIfAny();
            throw;
        }
    }

    private DocumentNode ReadValue(string path)
    {
        var at = Line();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadMap(path, at),
            JsonTokenType.StartArray => ReadList(path, at),
            JsonTokenType.String => new ScalarNode(at, ScalarKind.Text, ReadText(path)),
            JsonTokenType.Number => ReadNumber(path, at),
            JsonTokenType.True => new ScalarNode(at, ScalarKind.Boolean, "true"),
            JsonTokenType.False => new ScalarNode(at, ScalarKind.Boolean, "false"),
            _ => new ScalarNode(at, ScalarKind.Null, "null"),
        };
    }

    private MapNode ReadMap(string path, int at)
    {
        var entries = new List<MapEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var keyLine = Line();
            var key = ReadText(path);
            var field = DocumentPath.Of(path, key);
            reader.Read();
            var value = ReadValue(field);
            if (keys.Add(key))
            {
                entries.Add(new MapEntry(key, keyLine, value));
            }
            else
            {
                complaints.Add(keyLine, field, "is written twice; allowed: once");
            }
        }

        return new MapNode(at, entries);
    }

    private ListNode ReadList(string path, int at)
    {
        var items = new List<DocumentNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(DocumentPath.Of(path, items.Count)));
        }

        return new ListNode(at, items);
    }

    private string ReadText(string path)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The bytes are valid UTF-8, so it is an escape (\ud800) that makes half of a character.
            complaints.Add(Line(), path, "holds half of a surrogate pair; allowed: valid Unicode");
            return "";
        }
    }

    private ScalarNode ReadNumber(string path, int at)
    {
        var text = Encoding.ASCII.GetString(reader.ValueSpan);
        if (NumberText.KindOf(text) is { } kind)
        {
            return new ScalarNode(at, kind, text);
        }

        complaints.Add(
            at,
            path,
            $"the number {DocumentPath.Quoted(text)} must be written without exponent and with at most "
            + $"{DocumentLimits.NumberLengthMax} characters");
        return new ScalarNode(at, ScalarKind.Null, "null");
    }

    /// <summary>The line of the current token.</summary>
    private int Line()
    {
        var start = (int)reader.TokenStartIndex;
        line += utf8[counted..start].Count((byte)'\n');
        counted = start;
        return line;
    }
}
