using Rewards.Grains.InProcess;
using Xunit.Sdk;

namespace Rewards.Grains.Tests.SharedStore;

/// <summary>The check at the end of the fault suites finds what it is there to find.</summary>
public sealed class BooksTests
{
    private static readonly Told First = new("m1", "a1", "share", null);
    private static readonly Told Second = new("m1", "a2", "read", "article-1");

    [Fact]
    public async Task Books_WithWhatWasAcknowledged_AreRight()
    {
        await using var journal = await ToldAsync(First, Second);
        Assert.Equal(2, await Books.AssertAsync(journal, [First, Second], [First, Second]));
        await Books.AssertTotalsAsync(journal, 6);
    }

    [Fact]
    public async Task Books_WithoutAnAcknowledgedActivity_AreWrong()
    {
        await using var journal = await ToldAsync(First);
        await Assert.ThrowsAnyAsync<XunitException>(
            () => Books.AssertAsync(journal, [First, Second], [First, Second]));
    }

    [Fact]
    public async Task Books_WithAnActivityThatNobodyTold_AreWrong()
    {
        await using var journal = await ToldAsync(First, Second);
        await Assert.ThrowsAnyAsync<XunitException>(() => Books.AssertAsync(journal, [First], [First]));
    }

    private static async Task<Rewards.Journal.AzureTables.AzureTablesJournal> ToldAsync(params Told[] told)
    {
        var store = await SharedStore.CreateAsync();
        var journal = await store.OpenAsync();
        await using var grains = new LocalGrains(journal, TimeProvider.System, new GrainOptions());
        var teller = new Teller(grains, attemptsMax: 1);
        await Task.WhenAll(told.Select(teller.TellAsync));
        Assert.Equal(told.Length, teller.Acknowledged.Count());
        return journal;
    }
}
