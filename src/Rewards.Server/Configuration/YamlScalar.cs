using System.Text.RegularExpressions;
using Rewards.Domain.Programmes;

namespace Rewards.Server.Configuration;

/// <summary>
/// What a plain (unquoted) scalar means: true, false, null, a number in JSON's spelling, otherwise a text. Spellings
/// that YAML 1.1 and 1.2 read differently are refused instead of guessed.
/// </summary>
internal static partial class YamlScalar
{
    public static (ScalarKind Kind, string Text) Resolve(string plain) => plain switch
    {
        "" or "~" or "null" => (ScalarKind.Null, "null"),
        "true" or "false" => (ScalarKind.Boolean, plain),
        _ => (NumberText.KindOf(plain) ?? ScalarKind.Text, plain),
    };

    /// <summary>Says why the scalar could be read in two ways, or null.</summary>
    public static string? Ambiguity(string plain)
    {
        if (plain is "True" or "TRUE" or "False" or "FALSE" or "Null" or "NULL")
        {
            return $"write {plain.ToLowerInvariant()} in small letters, or '{plain}' in quotes for a text";
        }

        return NumberText.KindOf(plain) is null && OtherNumbers().IsMatch(plain)
            ? $"{DocumentPath.Quoted(plain)} is a number to some readers and not to others; "
                + "write a number like 10, -10 or 0.5, or put a text in quotes"
            : null;
    }

    /// <summary>
    /// Signs, leading zeros, underscores, exponents, points without digits, binary, octal, hexadecimal, base 60,
    /// infinity.
    /// </summary>
    [GeneratedRegex(
        @"^[-+]?(0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+"
        + @"|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.[0-9][0-9_]*([eE][-+]?[0-9]+)?"
        + @"|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|\.(inf|Inf|INF|nan|NaN|NAN))$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OtherNumbers();
}
