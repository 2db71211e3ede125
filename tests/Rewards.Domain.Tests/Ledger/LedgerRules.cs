using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Tests.Ledger;

/// <summary>What single events must be, worked out anew from the state before them.</summary>
internal static class LedgerRules
{
    public static void AssertFitsBefore(MemberEvent change, MemberState before, Instant now)
    {
        switch (change)
        {
            case PointsHeld held: AssertEarliestFirst(held, before, now); break;
            case PointsExpired expired: AssertExpiresWhatIsDue(expired, before, now); break;
            case HoldSettled settled: AssertAll(settled.Moves, Account.Held); break;
            case HoldReleased released: AssertAll(released.Moves, Account.Held); break;
            case AwardsApproved approved: AssertAll(approved.Moves, Account.Pending); break;
            case AwardsRejected rejected: AssertAll(rejected.Moves, Account.Pending, Account.Issuance); break;
            case AwardsLapsed lapsed: AssertAll(lapsed.Moves, Account.Pending, Account.Issuance); break;
            case PointsAdjusted adjusted: AssertAdjusts(adjusted); break;
        }
    }

    /// <summary>
    /// Everything granted that has not expired goes back to issuance; shortfall bears only what no lot of the member
    /// could.
    /// </summary>
    public static void AssertTakesBackAll(
        RecordedAwards awards, AwardsReversed reversed, MemberState after, NegativeBalancePolicy policy, Instant now)
    {
        Assert.All(reversed.Moves, move => Assert.Equal(Account.Issuance, move.To));
        var atOnce = awards.Awards.Where(award => award.Status == AwardStatus.Granted).SelectMany(award => award.Lines)
            .Select(line => (line.Currency, Amount: line.Granted, Ends: line.LotExpiresAt));
        var pending = awards.Review != AwardStatus.Pending ? []
            : awards.PendingAwards.SelectMany(award => award.Lines)
                .Select(line => (line.Currency, Amount: line.Granted, Ends: (Instant?)null));
        var approved = awards.Review != AwardStatus.Granted ? []
            : awards.Approved.Select(move => (move.Currency, move.Amount, Ends: move.LotExpiresAt));
        foreach (var currency in atOnce.Concat(pending).Concat(approved).GroupBy(line => line.Currency))
        {
            var back = reversed.Moves.Where(move => move.Currency == currency.Key).ToArray();
            Assert.Equal(
                currency.Where(line => !(line.Ends <= now)).Sum(line => line.Amount), back.Sum(move => move.Amount));
            if (back.Any(move => move.From == Account.Shortfall))
            {
                Assert.Equal(NegativeBalancePolicy.Floor, policy);
                Assert.Equal(0, after.FindWallet(currency.Key)?.Available ?? 0);
            }
        }
    }

    private static void AssertEarliestFirst(PointsHeld held, MemberState before, Instant now)
    {
        var left = held.Amount;
        var expected = new List<Posting>();
        foreach (var lot in before.FindWallet(held.Currency)!.Lots)
        {
            Assert.True(lot.ExpiresAt is null || lot.ExpiresAt > now, "What has expired must be gone before a spend.");
            var taken = Math.Min(left, lot.Amount);
            left -= taken;
            if (taken > 0)
            {
                expected.Add(new Posting(held.Currency, Account.Available, Account.Held, taken, lot.ExpiresAt));
            }
        }

        Assert.Equal(0, left);
        Assert.Equal(expected, held.Moves);
    }

    private static void AssertExpiresWhatIsDue(PointsExpired expired, MemberState before, Instant now)
    {
        var due = before.Wallets.SelectMany(wallet => wallet.Lots.ToArray()
            .Where(lot => lot.ExpiresAt <= now)
            .Select(lot => new Posting(wallet.Currency, Account.Available, Account.Expiry, lot.Amount, lot.ExpiresAt)));
        Assert.Equal(due, expired.Moves);
        Assert.NotEmpty(expired.Moves);
    }

    private static void AssertAdjusts(PointsAdjusted adjusted)
    {
        AssertAll(
            adjusted.Moves.Where(move => adjusted.Amount > 0),
            Account.Adjustment,
            Account.Available);
        Assert.Equal(Math.Abs(adjusted.Amount), adjusted.Moves.Sum(move => move.Amount));
    }

    private static void AssertAll(IEnumerable<Posting> moves, Account from, Account? to = null) =>
        Assert.All(moves, move => Assert.Equal((from, to ?? move.To), (move.From, move.To)));
}
