using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// Arbitrary text as part of a key. Letters, digits, hyphen, dot and underscore stand for themselves; every other
/// UTF-16
/// unit becomes <c>~</c> and four hex digits, so that no forbidden character, no half of a pair and no character
/// that an
/// address would have to encode is left, and two different texts never meet. What would become too long is replaced by
/// its SHA-256.
/// </summary>
internal static class KeyText
{
    /// <summary>Begins a part that is a hash; no escaped text can contain it.</summary>
    private const string HashMark = "~~";

    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (Plain.Contains(c))
            {
                escaped.Append(c);
            }
            else
            {
                escaped.Append('~').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }

    /// <summary>The escaped text, or its hash when that is longer than allowed.</summary>
    public static string EscapeOrHash(string text, int lengthMax)
    {
        var escaped = Escape(text);
        return escaped.Length <= lengthMax ? escaped : HashMark + Hash(escaped);
    }

    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    private static string Hash(string escaped) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(escaped)));
}
