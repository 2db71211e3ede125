using Rewards.Domain.Reports;
using Rewards.Domain.Rules;

namespace Rewards.Grains.Simulations;

/// <summary>How far a simulation is.</summary>
/// <param name="Records">Records read so far, of all communities.</param>
/// <param name="Activities">Activities decided so far.</param>
public sealed record SimulationProgress(long Records, long Activities);

/// <summary>What a rule of the draft did: how often each outcome, and what it gave per currency.</summary>
public sealed record SimulatedRule(
    int Rule, IReadOnlyDictionary<RuleOutcome, long> Outcomes, IReadOnlyDictionary<string, long> Given);

/// <summary>A member's pay of one currency by the rules that were live, and by the draft.</summary>
public sealed record SimulatedPay(string Member, long Live, long Draft);

/// <summary>
/// One currency of a simulation. Amounts in whole units; pending awards count unless they were rejected.
/// </summary>
/// <param name="Currency">The currency.</param>
/// <param name="Live">What was given in fact.</param>
/// <param name="Draft">What the draft would have given.</param>
/// <param name="Gainers">How many members would have got more.</param>
/// <param name="Losers">How many less.</param>
/// <param name="MostGained">Those with the largest gains.</param>
/// <param name="MostLost">Those with the largest losses.</param>
/// <param name="MatchBefore">Pay against contribution as it was.</param>
/// <param name="MatchAfter">The same with the draft's pay and the same contribution.</param>
public sealed record SimulatedCurrency(
    string Currency,
    long Live,
    long Draft,
    int Gainers,
    int Losers,
    IReadOnlyList<SimulatedPay> MostGained,
    IReadOnlyList<SimulatedPay> MostLost,
    MatchFigures MatchBefore,
    MatchFigures MatchAfter);

/// <summary>A draft against what happened.</summary>
/// <param name="Activities">Activities decided.</param>
/// <param name="Different">For how many of them the draft would have awarded something else.</param>
/// <param name="Refused">How many the draft would have refused (unknown type, fact of another type).</param>
/// <param name="Rules">By rule of the draft.</param>
/// <param name="Currencies">By currency.</param>
public sealed record SimulationReport(
    long Activities,
    long Different,
    long Refused,
    IReadOnlyList<SimulatedRule> Rules,
    IReadOnlyList<SimulatedCurrency> Currencies);
