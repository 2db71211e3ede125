using System.Globalization;

namespace Rewards.Domain.Programmes;

/// <summary>
/// The one spelling of numbers in documents: that of JSON without exponents (<c>5</c>, <c>-5</c>, <c>0.5</c>). Other
/// spellings mean different numbers to different readers (is 010 ten or eight?) and are refused by whoever parses.
/// </summary>
public static class NumberText
{
    public const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>Integer or decimal, or null when this is not the spelling of a number.</summary>
    public static ScalarKind? KindOf(string text)
    {
        if (text.Length > DocumentLimits.NumberLengthMax)
        {
            return null;
        }

        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        if (!AreDigits(whole) || (whole.Length > 1 && whole[0] == '0'))
        {
            return null;
        }

        if (point < 0)
        {
            return ScalarKind.Integer;
        }

        return AreDigits(digits[(point + 1)..]) ? ScalarKind.Decimal : null;
    }

    /// <summary>
    /// Equal numbers of one kind get one spelling: 1.50 is 1.5, 5.00 is 5.0 (and stays a decimal), −0 is 0.
    /// </summary>
    public static string Normalise(string text)
    {
        if (text.Contains('.', StringComparison.Ordinal))
        {
            text = text.TrimEnd('0');
            text = text.EndsWith('.') ? text + "0" : text;
        }

        return text is "-0" or "-0.0" ? text[1..] : text;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) =>
        text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
