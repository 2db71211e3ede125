using System.Globalization;
using NodaTime;
using Rewards.Domain.Communities;
using Rewards.Domain.Experiments;
using Rewards.Grains.InProcess;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Communities;

/// <summary>Finds a community's documents: each version is a record under its row.</summary>
internal static class CommunityReading
{
    public static RowKey RulesRow(int version) =>
        new(RowKind.RulesVersion, version.ToString(CultureInfo.InvariantCulture));

    public static RowKey ModelRow(int version) =>
        new(RowKind.ContributionModel, version.ToString(CultureInfo.InvariantCulture));

    /// <summary>One version of the rules, or the latest for 0; null when there is no such version.</summary>
    public static async ValueTask<PublishedRules?> FetchRulesAsync(CommunityActivation grain, int version)
    {
        var state = grain.State;
        if (version == 0 || version == state.Version)
        {
            return state.Document is { } latest ? new PublishedRules(state.Versions[^1], latest) : null;
        }

        if (version < 0 || version > state.Version)
        {
            return null;
        }

        var document = await FindAsync(grain, RulesRow(version), change => change switch
        {
            RulesPublished published => published.Document,
            RulesScheduled scheduled => scheduled.Document,
            ExperimentStarted started => started.Document,
            _ => null,
        });
        return new PublishedRules(state.Versions[version - 1], document);
    }

    /// <summary>One version of the contribution model, or the latest for 0; null when there is no such one.</summary>
    public static async ValueTask<PublishedModel?> FetchModelAsync(CommunityActivation grain, int version)
    {
        var models = grain.State.Models.All;
        if (version < 0 || version > models.Count || models.Count == 0)
        {
            return null;
        }

        var found = models[(version == 0 ? models.Count : version) - 1];
        if (found.RulesVersion is { } carrier)
        {
            var rules = (await FetchRulesAsync(grain, carrier))!.Document;
            return new PublishedModel(found, ContributionDocuments.CarriedIn(rules));
        }

        return new PublishedModel(found, await FindAsync(
            grain, ModelRow(found.Version), change => (change as ContributionModelPublished)?.Document));
    }

    /// <summary>What decides at an instant; null before the first publication.</summary>
    public static async ValueTask<RulesInForce?> InForceAsync(CommunityActivation grain, Instant at)
    {
        if (grain.State.Versions.InForceAt(at) is not { } version)
        {
            return null;
        }

        var models = grain.State.Models.All;
        var model = models.InForceAt(at);
        var running = grain.State.Experiments.FirstOrDefault(experiment => experiment.RunsAt(at));
        var ended = grain.State.Experiments.Max(it => it.Until <= at ? it.Until : null);
        return new RulesInForce(
            (await FetchRulesAsync(grain, version.Version))!,
            Latest(Latest(version.ScheduledFor, model?.ScheduledFor), ended),
            Earliest(
                Earliest(grain.State.Versions.NextChangeAfter(at), models.NextChangeAfter(at)), running?.Until),
            running,
            running is null ? null : await FetchRulesAsync(grain, running.Version))
        {
            Model = model is null ? null : await FetchModelAsync(grain, model.Version),
        };
    }

    private static async ValueTask<string> FindAsync(
        CommunityActivation grain, RowKey row, Func<object, string?> documentOf)
    {
        var found = await grain.Stream.FindRowAsync(row)
            ?? throw new JournalCorruptException($"{row} of {grain.Id} is listed but not found.");
        return found.Record.Content.Events.Select(made => documentOf(EventCatalogue.Read(made))).OfType<string>()
            .SingleOrDefault() ?? throw new JournalCorruptException($"The record of {row} holds no document.");
    }

    private static Instant? Latest(Instant? one, Instant? other) =>
        one is { } a && other is { } b ? Instant.Max(a, b) : one ?? other;

    private static Instant? Earliest(Instant? one, Instant? other) =>
        one is { } a && other is { } b ? Instant.Min(a, b) : one ?? other;
}
