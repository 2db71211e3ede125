using NodaTime;
using Rewards.Domain.Communities;

namespace Rewards.Domain.Tests.Communities;

public sealed class CommunityDeciderTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 25, 0, 0);
    private static readonly Instant Tomorrow = Now + Duration.FromDays(1);
    private readonly CommunityState state = new();

    [Fact]
    public void Publish_ForAPastTime_IsAtOnce()
    {
        Publish(0);

        Assert.IsType<RulesPublished>(Publish(1, Now - Duration.FromDays(3)));
        Assert.Equal(2, state.Versions.InForceAt(Now)!.Version);
    }

    [Fact]
    public void Publish_BeforeAVersionThatWaits_IsRefusedByItsNumberAndTime()
    {
        Publish(0);
        Publish(1, Tomorrow);

        var refused = Assert.Throws<DomainException>(() => Publish(2));

        Assert.Equal(Refusals.VersionScheduled, refused.Code);
        Assert.Contains(("version", (object)2), refused.Fields!);
        Assert.Contains(("scheduledFor", (object)Tomorrow), refused.Fields!);
        Assert.IsType<RulesScheduled>(Publish(2, Tomorrow));
        Assert.Equal(3, state.Versions.InForceAt(Tomorrow)!.Version);
    }

    [Fact]
    public void Publish_BasedOnAVersionThatWasCancelled_IsAConflictAndOnTheOneBeforeItIsNone()
    {
        Publish(0);
        Publish(1, Tomorrow);
        state.Apply(CommunityDecider.Cancel(state, 2, "op", Now)!, Now);

        Assert.Equal(Refusals.PublishConflict, Assert.Throws<DomainException>(() => Publish(2)).Code);
        Publish(1);
        Assert.Equal(3, state.Versions.InForceAt(Tomorrow)!.Version);
    }

    [Fact]
    public void Publish_TooFarAheadOrTheFirstOneAhead_IsRefused()
    {
        Assert.Equal(Refusals.TimeOutOfRange, Assert.Throws<DomainException>(() => Publish(0, Tomorrow)).Code);
        Publish(0);
        Publish(1, Now + CommunityDecider.ScheduleLongest);
        Assert.Equal(
            Refusals.TimeOutOfRange,
            Assert.Throws<DomainException>(
                () => Publish(2, Now + CommunityDecider.ScheduleLongest + Duration.Epsilon)).Code);
    }

    [Fact]
    public void Cancel_OnceMore_ChangesNothing_AndOfOneThatOthersBuildOn_IsRefused()
    {
        Publish(0);
        Publish(1, Tomorrow);
        Publish(2, Tomorrow);

        Assert.Equal(
            Refusals.VersionScheduled,
            Assert.Throws<DomainException>(() => CommunityDecider.Cancel(state, 2, "op", Now)).Code);
        state.Apply(CommunityDecider.Cancel(state, 3, "op", Now)!, Now);
        Assert.Null(CommunityDecider.Cancel(state, 3, "op", Tomorrow));
        Assert.Equal(
            Refusals.VersionInForce,
            Assert.Throws<DomainException>(() => CommunityDecider.Cancel(state, 2, "op", Tomorrow)).Code);
        Assert.Equal(
            Refusals.UnknownRulesVersion,
            Assert.Throws<DomainException>(() => CommunityDecider.Cancel(state, 4, "op", Now)).Code);
    }

    private CommunityEvent Publish(int basedOn, Instant? from = null)
    {
        var change = CommunityDecider.Publish(state, "{}", "hash", basedOn, "op", "", from, Now);
        state.Apply(change, Now);
        return change;
    }
}
