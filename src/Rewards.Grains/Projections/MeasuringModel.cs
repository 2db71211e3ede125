using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Projections;

/// <summary>
/// By what an activity was measured: version <paramref name="Version"/> of the contribution model, or, where that is 0,
/// the model that version <paramref name="RulesVersion"/> of the rules carried then.
/// </summary>
public readonly record struct MeasuringModel(int Version, int RulesVersion)
{
    internal static MeasuringModel Of(ContributionMeasured measured, int rulesVersion) =>
        measured is ContributionMeasuredBy by ? new(by.ModelVersion, 0) : new(0, rulesVersion);

    /// <summary>That of an activity which was recorded before; its record never changes.</summary>
    internal static MeasuringModel Of(StreamId member, ActivityId activity, Func<StreamId, RowKey, StoredRecord?> find)
    {
        var record = find(member, RecordedActivity.Key(activity.Value))
            ?? throw new JournalCorruptException("What counts now names an activity that is not there.");
        var events = record.Content.Events.Select(made => EventCatalogue.Read(made)).ToArray();
        return Of(
            events.OfType<ContributionMeasured>().First(),
            events.OfType<ActivityRecorded>().First().Receipt.RulesVersion);
    }
}
