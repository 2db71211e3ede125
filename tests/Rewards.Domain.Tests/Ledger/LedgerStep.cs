using FsCheck;
using FsCheck.Fluent;

namespace Rewards.Domain.Tests.Ledger;

/// <summary>What happens next; the numbers choose what it happens to.</summary>
internal enum LedgerStepKind
{
    Record,
    Approve,
    Reject,
    Lapse,
    Reverse,
    Give,
    Take,
    Hold,
    Settle,
    Release,
    Wake,
    MoveTime,
    Publish,
}

internal sealed record LedgerStep(LedgerStepKind Kind, int Which, int Amount, int Time);

/// <summary>A history to play: where it begins and what happens.</summary>
internal sealed record LedgerStory(int ProgrammeSeed, LedgerStart Start, LedgerStep[] Steps)
{
    public override string ToString() =>
        $"programme {ProgrammeSeed}, {Start}:\n{string.Join('\n', Steps.Select(step => step.ToString()))}";
}

internal enum LedgerStart
{
    Nothing,

    /// <summary>So near the largest balance that awards and adjustments run into it.</summary>
    NearlyFull,

    /// <summary>Deep in debt (only where the policy is debt).</summary>
    DeepInDebt,
}

internal static class LedgerStories
{
    public static Arbitrary<LedgerStory> Arbitrary { get; } = Arb.From(Stories(), Shrink);

    private static Gen<LedgerStory> Stories() =>
        from seed in Gen.Choose(0, 1_000_000)
        from start in Gen.Elements(
            LedgerStart.Nothing, LedgerStart.Nothing, LedgerStart.NearlyFull, LedgerStart.DeepInDebt)
        from steps in Step().ArrayOf(60)
        select new LedgerStory(seed, start, steps);

    private static Gen<LedgerStep> Step() =>
        from kind in Gen.Choose(0, 18)
        from which in Gen.Choose(0, 1_000)
        from amount in Gen.Choose(0, 400)
        from time in Gen.Choose(0, 10_000)
        select new LedgerStep(kind > 12 ? LedgerStepKind.Record : (LedgerStepKind)kind, which, amount, time);

    private static IEnumerable<LedgerStory> Shrink(LedgerStory story)
    {
        for (var length = story.Steps.Length / 2; length > 0; length /= 2)
        {
            for (var from = 0; from + length <= story.Steps.Length; from += length)
            {
                yield return story with { Steps = [.. story.Steps[..from], .. story.Steps[(from + length)..]] };
            }
        }
    }
}
