using NodaTime;
using Rewards.Domain.Communities;

namespace Rewards.Domain.Experiments;

/// <summary>
/// A draft decides for a part of the members from now on. It has a number among the community's versions, and is never
/// in force for all.
/// </summary>
public sealed record ExperimentStarted(
    string Id, int Version, string DocumentHash, int Percent, Instant? Until, string By, string Note, string Document)
    : CommunityEvent;

/// <summary>The draft decides for more members; those for whom it did go on.</summary>
public sealed record ExperimentWidened(string Id, int Percent, string By) : CommunityEvent;

/// <summary>The draft decides for nobody any more.</summary>
public sealed record ExperimentStopped(string Id, string By) : CommunityEvent;
