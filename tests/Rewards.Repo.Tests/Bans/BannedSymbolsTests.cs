using System.Text.RegularExpressions;

namespace Rewards.Repo.Tests.Bans;

/// <summary>Builds the projects' own files with planted calls: their wiring is proved, not a copy of it.</summary>
public sealed class BannedSymbolsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rewards-ban-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void List_EverySymbol_HasAPlantedCall() =>
        Assert.Equal(BannedSymbols.Listed().Order(), BannedSymbols.Calls.Keys.Order());

    [Theory]
    [InlineData("Rewards.Domain")]
    [InlineData("Rewards.Grains")]
    public async Task Build_WithEveryBannedCall_RefusesEachOne(string project)
    {
        var path = PlantedProject.Lay(folder, project, BannedSymbols.PlantedFile());

        var (code, output) = await PlantedProject.Build(path, TestContext.Current.CancellationToken);

        var refusedLines = Regex.Matches(output, @"Planted\.cs\((\d+),\d+\): error RS0030")
            .Select(match => match.Groups[1].Value).Distinct();
        Assert.NotEqual(0, code);
        Assert.True(refusedLines.Count() == BannedSymbols.Calls.Count, output);
    }
}
