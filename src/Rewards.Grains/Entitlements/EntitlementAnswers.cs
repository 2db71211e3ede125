using NodaTime;
using Rewards.Domain.Entitlements;
using Rewards.Grains.Members;

namespace Rewards.Grains.Entitlements;

/// <summary>Something that a member was given to claim, newest first in pages.</summary>
/// <param name="Id">Its own id, for whoever honours it.</param>
/// <param name="GrantedAt">When it was given.</param>
/// <param name="Activity">Which activity gave it.</param>
/// <param name="RulesVersion">By which version.</param>
/// <param name="Rule">The ordinal of the rule.</param>
/// <param name="Index">The place among what the rule gives beside currencies.</param>
/// <param name="Kind">What it is good for.</param>
/// <param name="Item">The operator's name of what may be claimed.</param>
/// <param name="Quantity">How many.</param>
/// <param name="ExpiresAt">Until when; null: for ever.</param>
/// <param name="TakenBack">The activity was reversed.</param>
public sealed record EntitlementView(
    string Id,
    Instant GrantedAt,
    string Activity,
    int RulesVersion,
    int Rule,
    int Index,
    EntitlementKind Kind,
    string Item,
    int Quantity,
    Instant? ExpiresAt,
    bool TakenBack);

/// <summary>A page of what was given, from <paramref name="After"/> (null: the newest) on.</summary>
public sealed record EntitlementQuery(LedgerPlace? After, int Limit);

/// <summary>A page; <paramref name="Next"/> is where to go on, null at the end. <paramref name="Now"/>: the grain's
/// time, by which expiry is judged.</summary>
public sealed record EntitlementPage(IReadOnlyList<EntitlementView> Items, LedgerPlace? Next, Instant Now);
