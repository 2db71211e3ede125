using System.Globalization;
using System.Text;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Writes canonical JSON. Not by a library's writer: which characters those escape changes with their versions, and the
/// bytes are hashed and kept for ever.
/// </summary>
internal static class CanonicalJson
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Write(DocumentNode document)
    {
        var json = new StringBuilder();
        Write(json, document);
        return Utf8.GetBytes(json.ToString());
    }

    private static void Write(StringBuilder json, DocumentNode node)
    {
        switch (node)
        {
            case MapNode map:
                WriteMap(json, map);
                break;
            case ListNode list:
                WriteList(json, list);
                break;
            case ScalarNode scalar:
                WriteScalar(json, scalar);
                break;
            default:
                throw new ArgumentException($"A node of type {node.GetType().Name} cannot be written.", nameof(node));
        }
    }

    private static void WriteMap(StringBuilder json, MapNode map)
    {
        json.Append('{');
        var first = true;
        foreach (var entry in map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (!first)
            {
                json.Append(',');
            }

            first = false;
            WriteText(json, entry.Key);
            json.Append(':');
            Write(json, entry.Value);
        }

        json.Append('}');
    }

    private static void WriteList(StringBuilder json, ListNode list)
    {
        json.Append('[');
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0)
            {
                json.Append(',');
            }

            Write(json, list.Items[i]);
        }

        json.Append(']');
    }

    private static void WriteScalar(StringBuilder json, ScalarNode scalar)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Text:
                WriteText(json, scalar.Text);
                break;
            case ScalarKind.Null:
                json.Append("null");
                break;
            case ScalarKind.Boolean when scalar.Text is "true" or "false":
                json.Append(scalar.Text);
                break;
            case ScalarKind.Integer or ScalarKind.Decimal when NumberText.KindOf(scalar.Text) == scalar.Kind:
                json.Append(NumberText.Normalise(scalar.Text));
                break;
            default:
                throw new ArgumentException($"'{scalar.Text}' is not of kind {scalar.Kind}.", nameof(scalar));
        }
    }

    private static void WriteText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\t' => json.Append("\\t"),
                '\n' => json.Append("\\n"),
                '\f' => json.Append("\\f"),
                '\r' => json.Append("\\r"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
