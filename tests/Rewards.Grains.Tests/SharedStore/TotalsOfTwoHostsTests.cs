using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Projections;

namespace Rewards.Grains.Tests.SharedStore;

/// <summary>Totals are asked for at one host, then at another.</summary>
public sealed class TotalsOfTwoHostsTests
{
    [Fact]
    public async Task Totals_AskedForAtAnotherHost_AreNotOlder()
    {
        var store = await SharedStore.CreateAsync();
        await using var here = await store.OpenAsync();
        await using var there = await store.OpenIncuriousAsync();
        await using var grains = new LocalGrains(here, TimeProvider.System, new GrainOptions());
        using var stopping = new CancellationTokenSource();
        var (ours, theirs) = (new CommunityTotals(), new CommunityTotals());
        var errors = new List<string>();
        ProjectionRunner Follow(Journal.IJournal journal, CommunityTotals totals) =>
            new(journal, totals, TimeProvider.System, (_, what) => errors.Add(what));
        var (first, second) = (Follow(here, ours), Follow(there, theirs));
        Task[] running = [first.RunAsync(stopping.Token), second.RunAsync(stopping.Token)];

        for (var i = 1; i <= 5; i++)
        {
            await grains.Member(SharedStore.Community, new MemberId("ann")).RecordAsync(new RecordActivity(
                new Activity(new ActivityId($"a{i}"), "share", null, null, null, [])));
            await first.AskAsync(TestContext.Current.CancellationToken);
            Assert.Equal(3 * i, Issued(ours));

            await second.AskAsync(TestContext.Current.CancellationToken);
            Assert.Equal(3 * i, Issued(theirs));
        }

        await stopping.CancelAsync();
        await Task.WhenAll(running);
        Assert.Empty(errors);

        // Nobody is left who could answer.
        await Assert.ThrowsAsync<GrainUnavailableException>(
            () => second.AskAsync(TestContext.Current.CancellationToken).AsTask());
    }

    private static long Issued(CommunityTotals totals) =>
        (long)totals.Of(SharedStore.Community.Value).Single(of => of.Currency == "stars").Issued;
}
