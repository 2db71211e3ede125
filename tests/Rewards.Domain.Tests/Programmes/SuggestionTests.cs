using Rewards.Domain.Programmes;

namespace Rewards.Domain.Tests.Programmes;

public sealed class SuggestionTests
{
    private static readonly string[] Words = ["order", "when", "give", "limits", "coolDown"];

    [Theory]
    [InlineData("ordr", "order")]
    [InlineData("oredr", "order")]
    [InlineData("Order", "order")]
    [InlineData("cooldown", "coolDown")]
    [InlineData("limit", "limits")]
    [InlineData("gvie", "give")]
    [InlineData("status", null)]
    [InlineData("", null)]
    public void Nearest_OfAMisspelling_IsTheWordMeantOrNone(string written, string? meant) =>
        Assert.Equal(meant, Suggestion.Nearest(written, Words));

    [Fact]
    public void Nearest_OfAVeryLongText_IsNotSearched() =>
        Assert.Null(Suggestion.Nearest(new string('x', 1_000_000), Words));

    [Fact]
    public void For_ManyWords_ListsOnlyTheFirst()
    {
        var words = Enumerable.Range(10, 50).Select(i => $"word-number-{i}");

        Assert.Equal(
            "; Allowed: word-number-10, word-number-11, word-number-12, word-number-13, word-number-14, "
            + "word-number-15, word-number-16, word-number-17, word-number-18, word-number-19, word-number-20, "
            + string.Join(", ", Enumerable.Range(21, 13).Select(i => $"word-number-{i}")) + ", …",
            Suggestion.For("x", words));
    }

    [Fact]
    public void For_NoWords_SaysThatNoneIsDeclared() => Assert.Equal("; none is declared", Suggestion.For("x", []));

    [Theory]
    [InlineData("rules[2]", "within", "rules[2].within")]
    [InlineData("", "rules", "rules")]
    [InlineData("currencies", "a.b", "currencies['a.b']")]
    [InlineData("currencies", "a\u0007", "currencies['a\uFFFD']")]
    public void Path_OfAKey_IsReadableWhateverTheKey(string parent, string key, string path) =>
        Assert.Equal(path, DocumentPath.Of(parent, key));
}
