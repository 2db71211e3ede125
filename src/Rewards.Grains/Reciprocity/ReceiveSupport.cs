using Rewards.Domain.Rules;

namespace Rewards.Grains.Reciprocity;

/// <summary>
/// Count that an activity of <paramref name="From"/> supported this member; with sender and activity that names it,
/// once for ever.
/// </summary>
public sealed record ReceiveSupport(string From, string Activity, IReadOnlyList<LimitUse> Uses);
