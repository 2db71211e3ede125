using Rewards.Domain.Members;

namespace Rewards.Grains.Members;

/// <summary>Copies what answers show out of the state: an answer never shares what a later command changes.</summary>
internal static class AnswerParts
{
    public static BalanceView[] Balances(MemberState state)
    {
        var balances = new BalanceView[state.Wallets.Count];
        for (var i = 0; i < balances.Length; i++)
        {
            var wallet = state.Wallets[i];
            balances[i] = new BalanceView(wallet.Currency, wallet.Available, wallet.Pending, wallet.Held);
        }

        return balances;
    }

    public static IReadOnlyList<AwardQueued> Queued(IReadOnlyList<AwardsQueued> queued) => queued.Count == 0
        ? []
        : [.. queued.SelectMany(award => award.Lines.Select(line => new AwardQueued(
            award.Rule, line.To, line.Person, line.Currency, line.Asked, line.Granted)))];

    public static IReadOnlyList<AwardMade> Awards(IReadOnlyList<PointsAwarded> awards)
    {
        var lines = 0;
        for (var i = 0; i < awards.Count; i++)
        {
            lines += awards[i].Lines.Count;
        }

        var made = new AwardMade[lines];
        for (var (i, at) = (0, 0); i < awards.Count; i++)
        {
            var award = awards[i];
            for (var j = 0; j < award.Lines.Count; j++)
            {
                var line = award.Lines[j];
                made[at++] = new AwardMade(
                    award.Rule, line.Currency, line.Asked, line.Granted, award.Status, line.LotExpiresAt,
                    award.LapsesAt);
            }
        }

        return made;
    }
}
