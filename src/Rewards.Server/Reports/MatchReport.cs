using NodaTime;
using NodaTime.Text;
using Rewards.Domain;
using Rewards.Domain.Reports;
using Rewards.Grains.Projections;

namespace Rewards.Server.Reports;

/// <summary>
/// A member whose shares differ much, with what each rule gave that member in the month, or, if
/// <paramref name="All"/> is false, in a part of it.
/// </summary>
internal sealed record ExtremeMember(
    string Member, long Pay, long ContributionMillis, MatchShare Share, IReadOnlyList<NamedCost> Rules, bool All);

/// <summary>What a rule gave, by its name.</summary>
internal sealed record NamedCost(string Rule, int Version, long Amount, long Reversed = 0);

/// <summary>One arm of an experiment.</summary>
internal sealed record ArmOfReport(MonthCopy Figures, Match Match, IReadOnlyList<NamedCost> Costs);

/// <summary>Both arms of an experiment, side by side.</summary>
internal sealed record ExperimentOfReport(
    string Id, int Version, int Percent, ArmOfReport Treatment, ArmOfReport Control);

/// <summary>A match report, ready to be written.</summary>
internal sealed record MatchReport(
    CommunityId Community,
    YearMonth Month,
    string Currency,
    Instant AsOf,
    MonthCopy Figures,
    Match Match,
    IReadOnlyList<ExtremeMember> Over,
    IReadOnlyList<ExtremeMember> Under,
    IReadOnlyList<NamedCost> Costs,
    IReadOnlyList<ExperimentOfReport> Experiments)
{
    /// <summary>The versions of the contribution model by which what counts was measured.</summary>
    public required IReadOnlyList<int> Models { get; init; }

    public string Period => YearMonthPattern.Iso.Format(Month);
}
