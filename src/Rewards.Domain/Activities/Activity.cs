using NodaTime;

namespace Rewards.Domain.Activities;

/// <summary>
/// What a member did, as the app told it. Immutable. <paramref name="At"/> is when it happened; absent stays absent (a
/// repeat without it is the same activity) and means the time of receipt.
/// </summary>
public sealed record Activity(
    ActivityId Id,
    string Type,
    Instant? At,
    string? Subject,
    string? Counterparty,
    IReadOnlyList<Fact> Facts)
{
    /// <summary>The fact of that name, or null.</summary>
    public FactValue? FindFact(string name)
    {
        for (var i = 0; i < Facts.Count; i++)
        {
            if (string.Equals(Facts[i].Name, name, StringComparison.Ordinal))
            {
                return Facts[i].Value;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a repeat under the same id tells the same thing: every field equal, an absent one absent. The comparison
    /// is by value, so spelling, order and white space of the JSON do not matter.
    /// </summary>
    public bool SameAs(Activity other) =>
        Id == other.Id
        && string.Equals(Type, other.Type, StringComparison.Ordinal)
        && At == other.At
        && string.Equals(Subject, other.Subject, StringComparison.Ordinal)
        && string.Equals(Counterparty, other.Counterparty, StringComparison.Ordinal)
        && Facts.SequenceEqual(other.Facts);
}
