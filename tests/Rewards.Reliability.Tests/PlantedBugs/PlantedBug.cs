namespace Rewards.Reliability.Tests.PlantedBugs;

/// <summary>
/// One file of <c>tests/planted-bugs</c>: head lines (What, File, Project, Test), <c>----</c>, the text to find,
/// <c>====</c>, the text to put in its place.
/// </summary>
internal sealed record PlantedBug(
    string Name, string What, string File, string Project, string Test, string Find, string Replacement)
{
    private const string HeadEnd = "----\n";
    private const string Between = "====\n";

    public static string Folder => Path.Combine(Server.Tests.Configuration.Folder.OfRepository(), "tests", "planted-bugs");

    public static IReadOnlyList<PlantedBug> All() =>
        [.. Directory.GetFiles(Folder, "*.bug").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The source with the bug.</summary>
    /// <exception cref="InvalidOperationException">The text to find is not there, or is there twice.</exception>
    public string Plant(string source)
    {
        var parts = source.Split(Find);
        return parts.Length == 2
            ? string.Join(Replacement, parts)
            : throw new InvalidOperationException(
                $"tests/planted-bugs/{Name}.bug: the text to find is {parts.Length - 1} times in {File}; it must be there "
                + "once. Adapt the bug to the source as it is now.");
    }

    private static PlantedBug Read(string path)
    {
        var text = System.IO.File.ReadAllText(path);
        var (head, edit) = Halves(text, HeadEnd);
        var (find, replacement) = Halves(edit, Between);
        var fields = head.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return new PlantedBug(
            Path.GetFileNameWithoutExtension(path), fields["What"], fields["File"], fields["Project"], fields["Test"],
            find.TrimEnd('\n'), replacement.TrimEnd('\n'));
    }

    private static (string, string) Halves(string text, string mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        Assert.True(at >= 0, $"There is no line {mark}");
        return (text[..at], text[(at + mark.Length)..]);
    }
}
