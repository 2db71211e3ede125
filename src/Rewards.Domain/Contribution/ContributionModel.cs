using Rewards.Domain.Rules;

namespace Rewards.Domain.Contribution;

/// <summary>
/// What counts as a contribution, and how much. Measured from outcomes, never paid, spent or set by a rule: otherwise
/// comparing pay with contribution would be circular.
/// </summary>
public sealed record ContributionModel(IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>Most outcomes.</summary>
    public const int OutcomesMax = 200;

    /// <summary>Most outcomes with a discount for one activity type: each is a keyed row of the record.</summary>
    public const int DiscountsPerTypeMax = 3;

    /// <summary>The published version; 0 where it was read from a document that is not published.</summary>
    public int Version { get; init; }

    /// <summary>By activity type; <see cref="Outcome.Ordinal"/> is the place in all of them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Outcome>> ByType { get; } = Outcomes
        .GroupBy(outcome => outcome.When, StringComparer.Ordinal)
        .ToDictionary(type => type.Key, IReadOnlyList<Outcome> (type) => [.. type], StringComparer.Ordinal);
}

/// <summary>
/// One outcome. It counts <paramref name="Millis"/> thousandths of a point, or that much for each unit of
/// <paramref name="Fact"/>, to the person <paramref name="For"/>; at once or after approval.
/// </summary>
public sealed record Outcome(
    int Ordinal,
    string Id,
    string When,
    Recipient For,
    string? PersonFact,
    bool AfterApproval,
    long Millis,
    string? Fact,
    Condition? If,
    Discount? Discount)
{
    /// <summary>Most that one outcome counts, up or down: a million points.</summary>
    public const long MillisMax = 1_000_000_000;
}

/// <summary>
/// What an activity contributed: <paramref name="Millis"/> thousandths of a point to <paramref name="Person"/> (empty:
/// the member who acted), by the outcome of that ordinal in the version of the model.
/// </summary>
public readonly record struct ContributionLine(int Outcome, string Person, long Millis, bool AfterApproval);
