using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Quests;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Domain.Vesting;

namespace Rewards.Domain.Members;

/// <summary>
/// What a member's grain keeps in memory and in snapshots: bounded, whatever the length of a member's life. Changed
/// only by <see cref="Apply"/>, with the events that a replay applies again.
/// </summary>
public sealed class MemberState
{
    private Wallet[] wallets = [];

    /// <summary>When the first record was made; null for a member who does not exist.</summary>
    public Instant? Since { get; private set; }

    public IReadOnlyList<Wallet> Wallets => wallets;

    public LimitCounters Limits { get; private init; } = new();

    /// <summary>Contribution, level and badges; null while there is nothing of it.</summary>
    public Achievements? Achievements { get; private set; }

    /// <summary>
    /// When the grain has asked to be woken for the expiry of lots; never later than the next expiry.
    /// </summary>
    public Instant? ExpiryWakeAt { get; private set; }

    /// <summary>How the member stands; null: never set, which is good.</summary>
    public MemberStanding? Standing { get; private set; }

    /// <summary>Awards that vest, at most <see cref="VestingTerms.OpenMax"/>; null where there are none.</summary>
    public IReadOnlyList<OpenVesting>? Vestings { get; private set; }

    /// <summary>When the next lot expires.</summary>
    public Instant? NextExpiry
    {
        get
        {
            Instant? next = null;
            foreach (var wallet in wallets)
            {
                if (wallet.NextExpiry is { } at && (next is not { } earliest || at < earliest))
                {
                    next = at;
                }
            }

            return next;
        }
    }

    public static MemberState Restore(Instant? since, Wallet[] wallets, LimitCounter[] counters,
        Instant? expiryWakeAt, Achievements? achievements = null, MemberStanding? standing = null,
        IReadOnlyList<OpenVesting>? vestings = null) =>
        new()
        {
            Since = since,
            wallets = wallets,
            Limits = LimitCounters.Restore(counters),
            ExpiryWakeAt = expiryWakeAt,
            Achievements = achievements,
            Standing = standing,
            Vestings = vestings,
        };

    public Wallet? FindWallet(string currency)
    {
        foreach (var wallet in wallets)
        {
            if (string.Equals(wallet.Currency, currency, StringComparison.Ordinal))
            {
                return wallet;
            }
        }

        return null;
    }

    /// <summary>Evolves by one event that was recorded at <paramref name="recordedAt"/>.</summary>
    public void Apply(MemberEvent change, Instant recordedAt)
    {
        Since ??= recordedAt;
        var postings = change.Postings;
        for (var i = 0; i < postings.Count; i++)
        {
            WalletOf(postings[i].Currency).Apply(postings[i]);
        }

        switch (change)
        {
            case PointsAwarded awarded: Count(awarded.Uses, recordedAt); break;
            case HistoryCounted counted: Count(counted.Uses, recordedAt); break;
            case GrantedRetroactively granted: Count(granted.Uses, recordedAt); break;
            case QuestAdvanced advanced: Limits.Add(advanced.Use, recordedAt); break;
            case QuestCompleted completed: Count(completed.Uses, recordedAt); break;
            case QuestSetBack back: Free(back.Freed); break;
            case QuestUndone undone: Free(undone.Freed); break;
            case AchievementEvent made: (Achievements ??= new()).Apply(made, recordedAt); break;
            case AwardsRejected rejected: Free(rejected.Freed); break;
            case AwardsLapsed lapsed: Free(lapsed.Freed); break;
            case AwardsReversed reversed when Vestings is not null:
                Vestings = OpenVestings.Without(Vestings, reversed.Activity);
                break;
            case VestingStarted or ActiveDayCounted or VestingMatured:
                Vestings = OpenVestings.After(Vestings, change);
                break;
            case VestingVoided voided:
                Vestings = OpenVestings.After(Vestings, change);
                Free(voided.Freed);
                break;
            case StandingSet set:
                Standing = new MemberStanding(set.Standing, recordedAt, set.Until, (Standing?.Changes ?? 0) + 1);
                break;
        }

        var next = NextExpiry;
        var rescheduled = change is PointsExpired or ExpiryRescheduled;
        if (rescheduled || ExpiryWakeAt is not { } wake || (next is { } at && at < wake))
        {
            ExpiryWakeAt = next;
        }
    }

    private void Count(IReadOnlyList<LimitUse> uses, Instant recordedAt)
    {
        for (var i = 0; i < uses.Count; i++)
        {
            if (uses[i].Scope == LimitScope.Member)
            {
                Limits.Add(uses[i], recordedAt);
            }
        }
    }

    private void Free(IReadOnlyList<LimitUse> uses)
    {
        foreach (var use in uses)
        {
            if (use.Scope == LimitScope.Member)
            {
                Limits.Free(use);
            }
        }
    }

    private Wallet WalletOf(string currency)
    {
        if (FindWallet(currency) is { } known)
        {
            return known;
        }

        Array.Resize(ref wallets, wallets.Length + 1);
        return wallets[^1] = new Wallet(currency);
    }
}
