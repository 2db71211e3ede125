namespace Rewards.Domain.Ledger;

/// <summary>
/// The accounts of double entry. The numbers are on disk and never change meaning. Member accounts exist per member and
/// currency, community accounts per community and currency; a posting moves between any two of them.
/// </summary>
public enum Account : byte
{
    /// <summary>Member: may be spent. Below zero only where the community's policy is debt.</summary>
    Available = 1,

    /// <summary>Member: awarded, waiting for review or for time.</summary>
    Pending = 2,

    /// <summary>Member: reserved for a redemption or transfer under way.</summary>
    Held = 3,

    /// <summary>Community: where awards come from. Its negative is what was issued, pending included.</summary>
    Issuance = 16,

    /// <summary>Community: the other side of an operator's adjustments.</summary>
    Adjustment = 17,

    /// <summary>Community: what members spent.</summary>
    Redemption = 18,

    /// <summary>Community: what lapsed unspent.</summary>
    Expiry = 19,

    /// <summary>Community: what could not be taken back from a member under the floor policy.</summary>
    Shortfall = 20,
}

public static class Accounts
{
    public static bool IsMember(this Account account) => account < Account.Issuance;
}
