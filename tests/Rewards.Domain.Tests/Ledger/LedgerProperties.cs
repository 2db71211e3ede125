using FsCheck;
using FsCheck.Fluent;
using Rewards.Domain.Ledger;

namespace Rewards.Domain.Tests.Ledger;

public sealed class LedgerProperties
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Theory]
    [InlineData(NegativeBalancePolicy.Floor)]
    [InlineData(NegativeBalancePolicy.Debt)]
    public void Ledger_AfterEveryEventOfAnyHistory_BalancesAndKeepsItsRules(NegativeBalancePolicy policy) =>
        Prop.ForAll(LedgerStories.Arbitrary, story => Play(story, policy)).Check(Config);

    [Theory]
    [InlineData(NegativeBalancePolicy.Floor)]
    [InlineData(NegativeBalancePolicy.Debt)]
    public void Ledger_ReplayedFromDiskOrFromAnySnapshot_IsTheSameState(NegativeBalancePolicy policy) =>
        Prop.ForAll(LedgerStories.Arbitrary, story => Play(story, policy).AssertReplaysTheSame()).Check(Config);

    /// <summary>The properties above are worth something only if the histories do every kind of thing.</summary>
    [Fact]
    public void Histories_TakenTogether_DoEverythingAndAreRefusedForEveryReason()
    {
        var played = LedgerStories.Arbitrary.Generator.Sample(400).Select((story, i) =>
            Play(story, i % 2 == 0 ? NegativeBalancePolicy.Floor : NegativeBalancePolicy.Debt)).ToArray();

        foreach (var kind in Enum.GetValues<LedgerStepKind>())
        {
            var times = played.Sum(world => world.Done.GetValueOrDefault(kind));
            Assert.True(times > 20, $"Hardly any history does {kind}.");
        }

        string[] codes =
        [
            Refusals.AmountOutOfRange, Refusals.NotEnough, Refusals.AlreadyReviewed, Refusals.AlreadyReversed,
            Refusals.NothingToReverse, Refusals.NothingPending, Refusals.HoldEnded, Refusals.TimeOutOfRange,
        ];
        var refused = played.SelectMany(world => world.Refused.Keys).ToHashSet();
        Assert.Empty(codes.Except(refused));
    }

    private static LedgerWorld Play(LedgerStory story, NegativeBalancePolicy policy)
    {
        var world = new LedgerWorld(story, policy);
        foreach (var step in story.Steps)
        {
            world.Play(step);
        }

        return world;
    }
}
