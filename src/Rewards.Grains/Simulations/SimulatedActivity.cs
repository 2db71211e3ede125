using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;

namespace Rewards.Grains.Simulations;

/// <summary>An activity as it was decided, and as the draft decides it; nothing where the draft refuses it.</summary>
internal sealed record SimulatedActivity(
    string Member,
    Activity Activity,
    Receipt Receipt,
    Instant RecordedAt,
    IReadOnlyList<MemberEvent> Live,
    IReadOnlyList<MemberEvent> Draft);
