using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Retroactivity;

/// <summary>What a rule of the new version grants of a currency beyond what was given.</summary>
/// <param name="Rule">The ordinal in the new version.</param>
/// <param name="Currency">Of it.</param>
/// <param name="Asked">Beyond what was given; what limits left of it is granted.</param>
/// <param name="Granted">Whole units.</param>
/// <param name="LotExpiresAt">The lot that it filled.</param>
public readonly record struct RetroactiveLine(
    int Rule, string Currency, long Asked, long Granted, Instant? LotExpiresAt);

/// <summary>
/// Version <paramref name="Version"/> of the rules, published with grants for what was recorded before, would have
/// given more for an activity that was decided by <paramref name="FromVersion"/>: the difference is granted, once. What
/// was awarded then stays as it is. Subject and counterparty are those of the activity: keyed counters are about them.
/// </summary>
public sealed record GrantedRetroactively(
    ActivityId Activity,
    int FromVersion,
    int Version,
    string? Subject,
    string? Counterparty,
    IReadOnlyList<RetroactiveLine> Lines,
    IReadOnlyList<LimitUse> Uses) : MemberEvent
{
    public override IReadOnlyList<Posting> Postings =>
    [
        .. Lines.Select(line => new Posting(
            line.Currency, Account.Issuance, Account.Available, line.Granted, line.LotExpiresAt)),
    ];
}
