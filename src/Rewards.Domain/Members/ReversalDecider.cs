using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Levels;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;

namespace Rewards.Domain.Members;

/// <summary>
/// Takes back all awards of one activity: pending ones return to issuance, spendable ones come out of the lot that they
/// filled, then out of other lots, and the rest is borne as the community's policy says. Of an award whose lot has
/// expired nothing is taken: what was not spent of it has gone back to the community then, and other awards' points are
/// not touched for it.
/// </summary>
public static class ReversalDecider
{
    /// <exception cref="DomainException"><c>already-reversed</c>, <c>nothing-to-reverse</c>,
    /// <c>amount-out-of-range</c>.</exception>
    public static Decision Reverse(
        MemberState state, Programme programme, RecordedAwards awards, string by, Instant now)
    {
        if (awards.Reversed)
        {
            throw new DomainException(
                Refusals.AlreadyReversed, $"The awards of activity '{awards.Activity}' were reversed before.");
        }

        var events = new List<MemberEvent>(2);
        Expiry.DecideInto(state, now, events);
        var scratch = WalletCopies.Of(state, events);
        var postings = new List<Posting>();
        if (awards.Review == AwardStatus.Pending)
        {
            postings.AddRange(awards.PendingAwards
                .SelectMany(award => award.Lines)
                .Where(line => line.Granted > 0)
                .Select(line => new Posting(line.Currency, Account.Pending, Account.Issuance, line.Granted)));
        }

        postings.AddRange(awards.Vestings
            .Where(vesting => vesting.Status == VestingStatus.Open)
            .SelectMany(vesting => awards.Awards.Where(award => award.Rule == vesting.Rule))
            .SelectMany(award => award.Lines)
            .Where(line => line.Granted > 0)
            .Select(line => new Posting(line.Currency, Account.Pending, Account.Issuance, line.Granted)));
        foreach (var (currency, lot) in Spendable(awards).Where(line => !(line.Lot.ExpiresAt <= now)))
        {
            var first = postings.Count;
            Taking.TakeBack(
                scratch.WalletOf(currency), lot.Amount, Account.Issuance, lot, programme.NegativeBalance, postings);
            scratch.Apply(postings, first);
        }

        var effects = new List<MemberEvent>();
        EffectDecider.TakeBackInto(awards, state, effects);
        UndoQuestsInto(awards, state, programme, scratch, now, effects);
        if (postings.Count == 0 && !GivesToOthers(awards) && awards.Measured.Count == 0 && effects.Count == 0
            && awards is { Review: not AwardStatus.Pending } or { Awaited.Count: 0 })
        {
            throw new DomainException(
                Refusals.NothingToReverse,
                $"Activity '{awards.Activity}' has no award that could be reversed: it had none, or all have expired.");
        }

        events.Add(new AwardsReversed(awards.Activity, by, postings));
        events.AddRange(effects);
        var counted = awards.Measured
            .Where(line => !line.AfterApproval || awards.Review == AwardStatus.Granted)
            .Select(line => line with { Millis = -line.Millis })
            .ToArray();
        if (counted.Length > 0)
        {
            events.Add(new ContributionTakenBack(awards.Activity, awards.RulesVersion, counted));
        }

        LevelDecider.DecideInto(state, programme, events);
        return new Decision(events, []);
    }

    /// <summary>
    /// Without this progress the quests that rest on it are not done: what they gave goes too, if another activity
    /// completed them.
    /// </summary>
    private static void UndoQuestsInto(
        RecordedAwards awards, MemberState state, Programme programme, WalletCopies scratch, Instant now,
        List<MemberEvent> effects)
    {
        if (awards.Advances.Count == 0)
        {
            return;
        }

        foreach (var round in awards.Rounds)
        {
            QuestDecider.UndoInto(round, awards.Activity, state, MovesOf, effects);
        }

        effects.Add(new QuestSetBack(awards.Activity, [.. awards.Advances.Select(made => made.Use)]));

        IReadOnlyList<Posting> MovesOf(QuestRound round)
        {
            var moves = new List<Posting>();
            var lines = round.Completed.Activity == awards.Activity ? [] : round.Reward.Lines;
            foreach (var line in lines.Where(line => !(line.LotExpiresAt <= now)))
            {
                var first = moves.Count;
                Taking.TakeBack(
                    scratch.WalletOf(line.Currency), line.Granted, Account.Issuance,
                    new Lot(line.LotExpiresAt, line.Granted), programme.NegativeBalance, moves);
                scratch.Apply(moves, first);
            }

            return moves;
        }
    }

    /// <summary>What was rejected or has lapsed was never sent.</summary>
    private static bool GivesToOthers(RecordedAwards awards) => awards.Queued.Any(queued =>
        queued.Status == AwardStatus.Granted || awards.Review is AwardStatus.Pending or AwardStatus.Granted);

    private static IEnumerable<(string Currency, Lot Lot)> Spendable(RecordedAwards awards) =>
        awards.Awards
            .Where(award => award.Status == AwardStatus.Granted)
            .SelectMany(award => award.Lines)
            .Where(line => line.Granted > 0)
            .Select(line => (line.Currency, new Lot(line.LotExpiresAt, line.Granted)))
            .Concat(awards.Review == AwardStatus.Granted
                ? awards.Approved.Select(posting => (posting.Currency, new Lot(posting.LotExpiresAt, posting.Amount)))
                : [])
            .Concat(awards.Retroactive.SelectMany(granted => granted.Lines)
                .Select(line => (line.Currency, new Lot(line.LotExpiresAt, line.Granted))))
            .Concat(awards.Vestings.SelectMany(vesting => vesting.Matured)
                .Select(posting => (posting.Currency, new Lot(posting.LotExpiresAt, posting.Amount))));
}
