using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;

namespace Rewards.Grains.Simulations;

/// <summary>An activity as it was decided, and as the draft decides it.</summary>
/// <param name="Member">Who acted.</param>
/// <param name="Activity">With its personal facts, unless they were erased.</param>
/// <param name="Receipt">That of the decision at its time.</param>
/// <param name="RecordedAt">When it was received.</param>
/// <param name="Live">What was recorded.</param>
/// <param name="Draft">What the draft makes of it; empty where the draft refuses it.</param>
public sealed record SimulatedActivity(
    string Member,
    Activity Activity,
    Receipt Receipt,
    Instant RecordedAt,
    IReadOnlyList<MemberEvent> Live,
    IReadOnlyList<MemberEvent> Draft);
