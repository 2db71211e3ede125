using System.Text.RegularExpressions;

namespace Rewards.Repo.Tests.Tidy;

/// <summary>A warning that is switched off says why; the ban list is never switched off.</summary>
internal static class SuppressionRules
{
    private static readonly Regex PragmaWithoutReason = new(@"^\s*#pragma\s+warning\s+disable\b(?!.*//\s*\S)");
    private static readonly Regex AttributeWithoutReason = new(@"\[[^\]]*SuppressMessage\((?!.*Justification\s*=)");
    private static readonly Regex BanOff =
        new(@"(warning\s+disable|NoWarn|SuppressMessage).*RS0030|RS0030.*severity", RegexOptions.IgnoreCase);

    public static IEnumerable<string> WithoutReason(SourceFile file) =>
        Breaches(file, "a suppression without its reason", PragmaWithoutReason, AttributeWithoutReason);

    public static IEnumerable<string> OfTheBan(SourceFile file) => Breaches(file, "switches the ban list off", BanOff);

    private static IEnumerable<string> Breaches(SourceFile file, string breach, params Regex[] patterns) =>
        from line in file.Lines.Index()
        where patterns.Any(pattern => pattern.IsMatch(line.Item))
        select file.At(line.Index + 1, breach);
}
