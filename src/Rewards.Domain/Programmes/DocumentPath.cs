using System.Globalization;
using System.Text;

namespace Rewards.Domain.Programmes;

/// <summary>Names places in a document (<c>rules[2].limits[0].within</c>) and quotes what its author wrote.</summary>
public static class DocumentPath
{
    /// <summary>The document itself.</summary>
    public const string Root = "";

    /// <summary>Longest quotation in a complaint; the rest is cut.</summary>
    private const int QuotedMax = 64;

    public static string Of(string parent, string key)
    {
        if (key.Length is 0 or > QuotedMax || key.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            return $"{parent}[{Quoted(key)}]";
        }

        return parent.Length == 0 ? key : $"{parent}.{key}";
    }

    public static string Of(string parent, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");

    /// <summary>
    /// The text in quotes, cut to a bound and without control characters, so that it is safe in a log.
    /// </summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (quoted.Length > QuotedMax)
            {
                return quoted.Append("…'").ToString();
            }

            quoted.Append(Rune.IsControl(rune) ? "\uFFFD" : rune.ToString());
        }

        return quoted.Append('\'').ToString();
    }
}
