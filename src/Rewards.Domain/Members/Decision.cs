using Rewards.Domain.Rules;

namespace Rewards.Domain.Members;

/// <summary>What a command comes to: events, and counters per subject that go into keyed rows.</summary>
public sealed record Decision(IReadOnlyList<MemberEvent> Events, IReadOnlyList<SubjectCounter> Counters)
{
    public static readonly Decision Nothing = new([], []);
}

/// <summary>Reads counters per member and subject; the grain has fetched them before the decision.</summary>
public delegate long SubjectUsed(ulong limitKey, NodaTime.Instant counterStart, string subject);
