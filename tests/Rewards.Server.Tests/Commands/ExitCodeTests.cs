using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Rewards.Server.Composition;
using Rewards.Server.Tests.Readme;

namespace Rewards.Server.Tests.Commands;

/// <summary>The operator's guide lists the exit codes that there are.</summary>
public sealed partial class ExitCodeTests
{
    [Fact]
    public void ExitCodes_OfTheProgram_AreThoseOfTheGuide()
    {
        var codes = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (int)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(), Documented(Repository.Read("docs/reference.md")));
    }

    [Fact]
    public void Documented_RowsOfATable_AreTheirNumbers() =>
        Assert.Equal([0, 64], Documented("a\n| Code | b |\n|---|---|\n| 0 | c 5 |\n| 64 | d |\n"));

    private static IEnumerable<int> Documented(string guide) =>
        Row().Matches(guide).Select(row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
