using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;
using Rewards.Grains.Simulations;
using Rewards.Journal;

namespace Rewards.Grains.Retroactivity;

/// <summary>
/// Finds in the sandbox of a simulation what a version would have given more for activities that earlier versions
/// decided: at once, in a currency, to the member who acted, by rules without a budget. It comes to the same whenever
/// it is asked: only activities that are recorded already are asked about.
/// </summary>
internal sealed class RetroactiveReading(IJournal journal, Programme programme, Instant since)
{
    /// <summary>Most activities of one publication: they are held in memory, and somebody is to look at them.</summary>
    public const int ActivitiesMax = 1_000_000;

    private readonly SortedDictionary<string, List<RetroactiveWant>> wants = new(StringComparer.Ordinal);
    private int count;

    /// <summary>By member, in the order of ids; each member's in the order in which they were recorded.</summary>
    /// <exception cref="DomainException"><c>time-out-of-range</c>.</exception>
    public async Task<IReadOnlyList<KeyValuePair<string, List<RetroactiveWant>>>> RunAsync(
        Func<SimulationProgress, ValueTask> progress, CancellationToken cancellation)
    {
        var simulation = new RuleSimulation(journal, programme, since) { Decided = Take };
        await simulation.RunAsync(progress, cancellation);
        return [.. wants];
    }

    private void Take(SimulatedActivity decided)
    {
        if (decided.Receipt.RulesVersion >= programme.Version
            || (decided.Activity.At ?? decided.RecordedAt) < since)
        {
            return;
        }

        var awards = decided.Draft.OfType<PointsAwarded>()
            .Where(award => award.Status == AwardStatus.Granted
                && programme.Rules[award.Rule] is { Budget: null, Completes: null })
            .Where(award => award.Lines.Any(line => line.Granted > 0))
            .ToArray();
        if (!IsMore(awards, WithoutRewards(decided.Live)))
        {
            return;
        }

        if (++count > ActivitiesMax)
        {
            throw new DomainException(
                Refusals.TimeOutOfRange,
                $"More than {ActivitiesMax} activities would be granted something. Publish again with a later time.",
                ("maximum", ActivitiesMax));
        }

        if (!wants.TryGetValue(decided.Member, out var ofMember))
        {
            wants[decided.Member] = ofMember = [];
        }

        ofMember.Add(new RetroactiveWant(
            decided.Activity.Id.Value,
            [
                .. awards.Select(award => new WantedAward(
                    award.Rule, [.. award.Lines.Select(line => new WantedAmount(line.Currency, line.Granted))])),
            ]));
    }

    /// <summary>What quests gave rests on what was done since, and is compared with nothing.</summary>
    private static IEnumerable<PointsAwarded> WithoutRewards(IReadOnlyList<MemberEvent> live)
    {
        var rewards = live.OfType<QuestCompleted>().Select(made => made.Rule).ToHashSet();
        return live.OfType<PointsAwarded>().Where(award => !rewards.Contains(award.Rule));
    }

    private static bool IsMore(PointsAwarded[] draft, IEnumerable<PointsAwarded> live)
    {
        if (draft.Length == 0)
        {
            return false;
        }

        var given = live.SelectMany(award => award.Lines).ToLookup(
            line => line.Currency, line => line.Granted, StringComparer.Ordinal);
        return draft.SelectMany(award => award.Lines)
            .GroupBy(line => line.Currency, line => line.Granted, StringComparer.Ordinal)
            .Any(currency => currency.Sum() > given[currency.Key].Sum());
    }
}
