using NodaTime;
using Rewards.Domain.Programmes;

namespace Rewards.Server.Simulations;

/// <summary>What a version of the contribution model measures from an instant to another, by person.</summary>
internal delegate Task<IReadOnlyDictionary<string, long>> Remeasure(
    Programme measuring, Instant from, Instant to, CancellationToken cancellation);
