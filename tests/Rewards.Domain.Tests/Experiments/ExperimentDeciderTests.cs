using NodaTime;
using Rewards.Domain.Communities;
using Rewards.Domain.Experiments;

namespace Rewards.Domain.Tests.Experiments;

public sealed class ExperimentDeciderTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 25, 0, 0);
    private static readonly Instant Tomorrow = Now + Duration.FromDays(1);
    private readonly CommunityState state = new();

    public ExperimentDeciderTests() =>
        state.Apply(CommunityDecider.Publish(state, "{}", "hash", 0, "op", "", null, Now), Now);

    [Fact]
    public void Draft_OfAnExperiment_IsAVersionThatIsNeverInForceAndThatNobodyBuildsOn()
    {
        Begin("six", 10);

        Assert.Equal((2, 1, 1), (
            state.Version, state.Versions.Tip()!.Version, state.Versions.InForceAt(Tomorrow)!.Version));
        state.Apply(CommunityDecider.Publish(state, "{}", "hash", 1, "op", "", Tomorrow, Now), Now);
        Assert.Equal(Tomorrow, state.Versions.NextChangeAfter(Now));
        Assert.Equal(3, state.Versions.InForceAt(Tomorrow)!.Version);
        Assert.Equal(
            Refusals.VersionInForce,
            Assert.Throws<DomainException>(() => CommunityDecider.Cancel(state, 2, "op", Now)).Code);
    }

    [Fact]
    public void Begin_TheSameOnceMore_ChangesNothing_WiderWidens_AndAnythingElseIsRefused()
    {
        Begin("six", 10);

        Assert.Null(Begin("six", 10));
        Assert.IsType<ExperimentWidened>(Begin("six", 25));
        Assert.Equal(25, state.Experiments.Single().Percent);
        Assert.Equal(Refusals.IdConflict, Assert.Throws<DomainException>(() => Begin("six", 10)).Code);
        Assert.Equal(Refusals.IdConflict, Assert.Throws<DomainException>(() => Begin("six", 30, Tomorrow)).Code);
        Assert.Equal(Refusals.ExperimentRunning, Assert.Throws<DomainException>(() => Begin("other", 10)).Code);
        state.Apply(ExperimentDecider.End(state, "six", "op", Now)!, Now);
        Assert.Equal(Refusals.IdConflict, Assert.Throws<DomainException>(() => Begin("six", 50)).Code);
        Assert.IsType<ExperimentStarted>(Begin("other", 10));
    }

    [Fact]
    public void Experiment_WithAnEnd_EndsByItself()
    {
        Begin("six", 10, Tomorrow);

        Assert.True(state.Experiments.Single().RunsAt(Tomorrow - Duration.Epsilon));
        Assert.False(state.Experiments.Single().RunsAt(Tomorrow));
        Assert.Null(ExperimentDecider.End(state, "six", "op", Tomorrow));
        Assert.Equal(
            Refusals.UnknownExperiment,
            Assert.Throws<DomainException>(() => ExperimentDecider.End(state, "none", "op", Now)).Code);
    }

    [Fact]
    public void Begin_WithAnEndThatIsPastOrTooFar_IsRefused() => Assert.All(
        new[] { Now, Now - Duration.Epsilon, Now + CommunityDecider.ScheduleLongest + Duration.Epsilon },
        until => Assert.Equal(
            Refusals.TimeOutOfRange, Assert.Throws<DomainException>(() => Begin("six", 10, until)).Code));

    private CommunityEvent? Begin(string id, int percent, Instant? until = null)
    {
        var change = ExperimentDecider.Begin(
            state, new ExperimentDecider.Start(id, "{}", "draft", percent, until, "op", ""), Now);
        if (change is not null)
        {
            state.Apply(change, Now);
        }

        return change;
    }
}
