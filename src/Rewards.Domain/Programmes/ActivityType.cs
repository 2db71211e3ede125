using Rewards.Domain.Activities;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>
/// A declared fact: its type is checked when an activity arrives. A personal one is kept in an erasable record beside
/// the event.
/// </summary>
public sealed record FactTerms(string Name, FactKind Kind, bool Personal);

/// <summary>An activity type that a community knows, with the facts that its rules may read.</summary>
public sealed record ActivityType(string Name, IReadOnlyDictionary<string, FactTerms> Facts)
{
    /// <summary>The fact that names a person, by who that is.</summary>
    public IReadOnlyDictionary<Recipient, string> People { get; init; } = new Dictionary<Recipient, string>();

    public bool HasPersonalFacts { get; } = Facts.Values.Any(fact => fact.Personal);
}
