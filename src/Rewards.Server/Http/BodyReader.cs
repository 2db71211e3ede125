using System.Buffers;
using System.Text.Unicode;

namespace Rewards.Server.Http;

/// <summary>Reads a small body as a whole, bounded, checked to be UTF-8.</summary>
public static class BodyReader
{
    public const string Json = "application/json";

    /// <summary>
    /// Reads the body and gives it to <paramref name="parse"/>, which must not keep the bytes.
    /// </summary>
    /// <exception cref="ProblemException"><c>unsupported-media-type</c>, <c>body-too-large</c>,
    /// <c>invalid-utf8</c>.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext context, int bytesMax, Func<ReadOnlyMemory<byte>,
        T> parse)
    {
        RequireType(context, Json);
        if (context.Request.ContentLength > bytesMax)
        {
            throw TooLarge(bytesMax);
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            // Without a token: a connection that is gone fails the read by itself, and a token is an object a request.
            var read = await reader.ReadAsync(CancellationToken.None);
            if (read.Buffer.Length > bytesMax)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(bytesMax);
            }

            if (read.IsCompleted)
            {
                try
                {
                    return Parse(read.Buffer, parse);
                }
                finally
                {
                    // Also when it is refused: a body that is left unread costs the caller its connection.
                    reader.AdvanceTo(read.Buffer.End);
                }
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <exception cref="ProblemException"><c>unsupported-media-type</c>.</exception>
    public static void RequireType(HttpContext context, string expected)
    {
        var type = context.Request.ContentType.AsSpan();
        var parameters = type.IndexOf(';');
        var name = (parameters < 0 ? type : type[..parameters]).Trim();
        if (!name.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(
                Problems.UnsupportedMediaType, $"Send the body as {expected}.", ("expected", expected));
        }
    }

    private static T Parse<T>(in ReadOnlySequence<byte> body, Func<ReadOnlyMemory<byte>, T> parse)
    {
        var bytes = body.IsSingleSegment ? body.First : body.ToArray();
        return Utf8.IsValid(bytes.Span)
            ? parse(bytes)
            : throw new ProblemException(Problems.InvalidUtf8, "The body is not valid UTF-8.");
    }

    private static ProblemException TooLarge(int bytesMax) => new(
        Problems.BodyTooLarge, $"The body is larger than {bytesMax} bytes.", ("limitBytes", bytesMax));
}
