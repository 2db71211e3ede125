using NodaTime;
using Rewards.Domain.Activities;

namespace Rewards.Domain.Rules;

/// <summary>What kind of change it is.</summary>
public enum ChangeKind
{
    /// <summary>Another value of one fact.</summary>
    Fact = 1,

    /// <summary>A subject, where the activity told none.</summary>
    Subject = 2,

    /// <summary>A counterparty, where the activity told none.</summary>
    Counterparty = 3,

    /// <summary>Another counterparty than one supported often.</summary>
    OtherCounterparty = 4,

    /// <summary>The same later.</summary>
    Wait = 5,

    /// <summary>More contribution before.</summary>
    Contribution = 6,

    /// <summary>More contribution before, so that a level was reached.</summary>
    Level = 7,

    /// <summary>A badge that was earned before.</summary>
    Badge = 8,

    /// <summary>More days of a streak.</summary>
    Streak = 9,
}

/// <summary>One single change of an activity by which a rule would have given more.</summary>
/// <param name="Rule">The rule's ordinal.</param>
/// <param name="Kind">What would have to change.</param>
/// <param name="Fact">The fact and its value then.</param>
/// <param name="Until">When the same activity would give more.</param>
/// <param name="Size">How large the change is; see <see cref="SmallestChange"/>.</param>
public sealed record Change(int Rule, ChangeKind Kind, Fact? Fact, Instant? Until, double Size)
{
    /// <summary>The level, badge or streak.</summary>
    public string? Name { get; init; }

    /// <summary>What is missing: thousandths of a point of contribution, or days of a streak.</summary>
    public long Missing { get; init; }
}
