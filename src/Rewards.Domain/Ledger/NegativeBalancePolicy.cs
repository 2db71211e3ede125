namespace Rewards.Domain.Ledger;

/// <summary>What happens when more is taken back (reversal, penalty) than the member has available.</summary>
public enum NegativeBalancePolicy : byte
{
    /// <summary>The member stops at zero; the community's shortfall account bears the rest.</summary>
    Floor = 1,

    /// <summary>
    /// The member owes the rest: the available balance goes below zero and later awards pay it first.
    /// </summary>
    Debt = 2,
}
