using System.Globalization;
using System.Text;
using Azure;

namespace Rewards.AzureTables;

/// <summary>
/// Takes the reply to a transaction apart: a status for each operation, or one for the one that failed.
/// </summary>
internal static class TransactionReply
{
    private const string StatusLine = "HTTP/1.1 ";
    private const string ETagHeader = "ETag: ";

    /// <summary>The new ETags in the order of the operations; a delete has none.</summary>
    /// <exception cref="TableRequestException">
    /// The transaction was refused; or the reply says nothing that can be relied on, an unknown outcome.
    /// </exception>
    public static IReadOnlyList<ETag> Read(ReadOnlyMemory<byte> body, int operations)
    {
        var tags = new List<ETag>(operations);
        foreach (var line in Encoding.UTF8.GetString(body.Span).Split('\n'))
        {
            if (line.StartsWith(StatusLine, StringComparison.Ordinal))
            {
                var status = StatusOf(line);
                if (status is < 200 or > 299)
                {
                    throw ErrorReply.OfOperation(status, ErrorBody(body));
                }

                tags.Add(default);
            }
            else if (tags.Count > 0 && line.StartsWith(ETagHeader, StringComparison.OrdinalIgnoreCase))
            {
                tags[^1] = new ETag(line[ETagHeader.Length..].Trim());
            }
        }

        return tags.Count == operations
            ? tags
            : throw TableRequestException.Unanswered(
                new FormatException($"{tags.Count} of {operations} operations are answered."));
    }

    private static int StatusOf(string line) =>
        line.Length >= 12 && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var s)
            ? s
            : throw TableRequestException.Unanswered(new FormatException($"'{line.Trim()}' is not a status."));

    private static ReadOnlyMemory<byte> ErrorBody(ReadOnlyMemory<byte> body)
    {
        var start = body.Span.IndexOf((byte)'{');
        var end = body.Span.LastIndexOf((byte)'}');
        return start < 0 || end < start ? default : body[start..(end + 1)];
    }
}
