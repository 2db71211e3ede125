using NodaTime;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Projections;

/// <summary>
/// Counts what was committed since a moment, beside another projection that follows the feed anyway: the path of a
/// request knows nothing of it. What that projection applies again after a restart is older, and is not counted.
/// </summary>
public sealed class CountedAwards(IProjection followed, Instant since) : IProjection
{
    private static readonly int Recorded = CodeOf(typeof(ActivityRecorded));
    private static readonly int Awarded = CodeOf(typeof(PointsAwarded));

    /// <summary>From the reason that explains most to the one that explains least.</summary>
    private static readonly RuleOutcome[] Telling =
    [
        RuleOutcome.LimitReached, RuleOutcome.CoolingDown, RuleOutcome.SubjectMissing,
        RuleOutcome.StoppedByEarlierRule, RuleOutcome.ConditionFailed, RuleOutcome.Banned, RuleOutcome.Muted,
        RuleOutcome.BudgetExhausted,
    ];

    private readonly long[] denials = new long[DenialReasons.Count];
    private long activities;
    private long awards;

    /// <summary>Why an activity earned nothing, as the receipt says it.</summary>
    public static IReadOnlyList<string> DenialReasons { get; } =
    [
        "limit-reached", "cooling-down", "subject-missing", "stopped-by-earlier-rule", "condition-failed",
        "banned", "muted", "budget-exhausted",
        "no-rule-for-type", "unknown-type",
    ];

    public string Name => followed.Name;

    /// <summary>Activities that were taken.</summary>
    public long Activities => Volatile.Read(ref activities);

    /// <summary>Awards that were made; one activity may earn several.</summary>
    public long Awards => Volatile.Read(ref awards);

    /// <summary>Activities that earned nothing, in the order of <see cref="DenialReasons"/>.</summary>
    public long Denials(int reason) => Volatile.Read(ref denials[reason]);

    public void Apply(StoredRecord record)
    {
        followed.Apply(record);
        if (record.Stream.Kind == StreamKind.Member && record.Content.RecordedAt >= since)
        {
            Count(record.Content.Events);
        }
    }

    public byte[] Save() => followed.Save();

    public void Load(ReadOnlySpan<byte> state) => followed.Load(state);

    private static int CodeOf(Type change) => EventCatalogue.All.Single(codec => codec.Type == change).Code;

    private void Count(IReadOnlyList<RecordedEvent> events)
    {
        RecordedEvent? recorded = null;
        var made = 0;
        for (var i = 0; i < events.Count; i++)
        {
            made += events[i].Code == Awarded ? 1 : 0;
            recorded = events[i].Code == Recorded ? events[i] : recorded;
        }

        Volatile.Write(ref awards, awards + made);
        if (recorded is not { } activity)
        {
            return;
        }

        Volatile.Write(ref activities, activities + 1);
        if (made == 0)
        {
            var reason = ReasonOf(((ActivityRecorded)EventCatalogue.Read(activity)).Receipt);
            Volatile.Write(ref denials[reason], denials[reason] + 1);
        }
    }

    private static int ReasonOf(Receipt receipt)
    {
        if (receipt.Reason != ReceiptReason.RulesConsidered)
        {
            return Telling.Length + (receipt.Reason == ReceiptReason.UnknownType ? 1 : 0);
        }

        for (var i = 0; i < Telling.Length; i++)
        {
            if (receipt.Rules.Any(rule => rule.Outcome == Telling[i]))
            {
                return i;
            }
        }

        return Array.IndexOf(Telling, RuleOutcome.ConditionFailed);
    }
}
