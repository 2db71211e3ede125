namespace Rewards.Repo.Tests.Tidy;

public class SizeTests
{
    [Fact]
    public void Files_AreNotTooLong() => Rule.Holds(SizeRules.LongFiles(Repository.Sources("*.cs")));

    [Fact]
    public void Files_NineTenthsOfThem_AreShort() =>
        Rule.Holds(SizeRules.LongAsAWhole(Repository.Sources("*.cs"), 90, SizeRules.NineTenthsOfFilesLinesMax));

    [Fact]
    public void SourceFiles_TheMedian_FitsAScreen() =>
        Rule.Holds(SizeRules.LongAsAWhole(Repository.Sources("src/*.cs"), 50, SizeRules.MedianFileLinesMax));

    [Fact]
    public void Methods_FitAScreen() => Rule.Holds(Repository.Sources("*.cs").SelectMany(SizeRules.LongMethods));

    [Fact]
    public void Lines_AreNotTooLong() => Rule.Holds(Repository.Sources("*.cs").SelectMany(SizeRules.LongLines));

    [Fact]
    public void Files_AreNotLarge() =>
        Rule.Holds(SizeRules.LargeFiles(
            Repository.Files().Select(path => (path, new FileInfo(Repository.Full(path)).Length))));

    [Fact]
    public void LongFiles_OneLineTooMany_IsABreach() =>
        Assert.Equal(
            ["Long.cs: 401 lines, at most 400"],
            SizeRules.LongFiles([OfLines("Long.cs", 401), OfLines("Full.cs", 400)]));

    [Fact]
    public void LongAsAWhole_TwoOfTenLong_IsABreach()
    {
        var files = Enumerable.Range(0, 10).Select(n => OfLines($"{n}.cs", n < 8 ? 10 : 201)).ToList();

        Assert.Single(SizeRules.LongAsAWhole(files, 90, 200));
        Assert.Empty(SizeRules.LongAsAWhole(files.Take(9).Append(OfLines("9.cs", 10)), 90, 200));
    }

    [Fact]
    public void LongAsAWhole_HalfOfTheFilesLong_BreaksTheMedian() =>
        Assert.Single(SizeRules.LongAsAWhole([OfLines("a.cs", 61), OfLines("b.cs", 61), OfLines("c.cs", 1)], 50, 60));

    [Theory]
    [InlineData("class C {{ void M() {{{0}}} }}")]
    [InlineData("class C {{ C() {{{0}}} }}")]
    [InlineData("class C {{ int P {{ get {{{0}}} }} }}")]
    [InlineData("void M() {{{0}}}")]
    public void LongMethods_OneLineTooMany_IsABreach(string shape)
    {
        Assert.Single(SizeRules.LongMethods(Planted(shape, SizeRules.MethodLinesMax)));
        Assert.Empty(SizeRules.LongMethods(Planted(shape, SizeRules.MethodLinesMax - 1)));
    }

    [Fact]
    public void LongLines_OneColumnTooMany_IsABreach() =>
        Assert.Equal(
            ["Wide.cs:2: 121 columns, at most 120"],
            SizeRules.LongLines(new("Wide.cs", "//\n//" + new string('x', 119) + "\n//" + new string('x', 118))));

    [Fact]
    public void LargeFiles_OneByteTooMany_IsABreach() =>
        Assert.Single(SizeRules.LargeFiles([("large.bin", 1024 * 1024 + 1), ("full.bin", 1024 * 1024)]));

    // Braces in strings and comments must not end a method early.
    private static SourceFile Planted(string shape, int lineBreaks)
    {
        const string misleading = "\n// }\n_ = \"}\" + '}' + $\"{1 + 1}}}\";";
        var body = misleading + new string('\n', lineBreaks - 2);
        return new("Planted.cs", string.Format(null, shape, body));
    }

    private static SourceFile OfLines(string path, int lines) => new(path, new string('\n', lines - 1) + "//\n");
}
