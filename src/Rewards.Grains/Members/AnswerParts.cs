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

    public static IReadOnlyList<AwardMade> Awards(IReadOnlyList<PointsAwarded> awards)
    {
        var made = new List<AwardMade>(awards.Count);
        foreach (var award in awards)
        {
            foreach (var line in award.Lines)
            {
                made.Add(new AwardMade(
                    award.Rule, line.Currency, line.Asked, line.Granted, award.Status, line.LotExpiresAt,
                        award.LapsesAt));
            }
        }

        return made;
    }
}
