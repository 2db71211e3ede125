using System.Text.Json;
using Rewards.Server.Http;

namespace Rewards.Server.Retroactivity;

/// <summary>Body of a confirmation: the name of the preview that somebody has looked at.</summary>
internal static class ConfirmationBody
{
    private const int NameLength = 64;

    public static string Read(ReadOnlyMemory<byte> utf8)
    {
        var preview = StrictJson.ReadObject<Fields>(utf8.Span, ReadField).Preview
            ?? throw StrictJson.Missing("preview");
        return preview.Length == NameLength && preview.All(char.IsAsciiHexDigitLower)
            ? preview
            : throw new ProblemException(
                Problems.InvalidValue, "'preview' is what the last line of a preview names.", ("field", "preview"));
    }

    private static bool ReadField(ref Utf8JsonReader reader, ref Fields target, scoped ref FieldsSeen seen)
    {
        if (!reader.ValueTextEquals("preview"u8))
        {
            return false;
        }

        StrictJson.Begin(ref reader, ref seen, 0, "preview");
        target.Preview = StrictJson.ReadText(ref reader, "preview");
        return true;
    }

    private struct Fields
    {
        public string? Preview;
    }
}
