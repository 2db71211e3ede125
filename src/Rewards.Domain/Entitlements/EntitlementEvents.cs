using NodaTime;
using Rewards.Domain.Members;

namespace Rewards.Domain.Entitlements;

/// <summary>Something became of an entitlement; a keyed row under its id says what, last.</summary>
public abstract record EntitlementEvent(string Id) : MemberEvent;

/// <summary>
/// A rule gave something that the member may claim, under an id of its own, for the activity recorded or approved just
/// before. <paramref name="Index"/> is the place among what the rule gives beside currencies.
/// </summary>
public sealed record EntitlementGranted(
    string Id,
    ActivityId Activity,
    int RulesVersion,
    int Rule,
    int Index,
    EntitlementKind Kind,
    string Item,
    int Quantity,
    Instant? ExpiresAt) : EntitlementEvent(Id);

/// <summary>The activity that gave it was reversed.</summary>
public sealed record EntitlementTakenBack(string Id, ActivityId Activity) : EntitlementEvent(Id);
