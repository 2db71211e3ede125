using Rewards.Domain.Badges;
using Rewards.Domain.Budgets;
using Rewards.Domain.Communities;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Experiments;
using Rewards.Domain.Levels;
using Rewards.Domain.Members;
using Rewards.Domain.Quests;
using Rewards.Domain.Registry;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Standing;
using Rewards.Domain.Streaks;
using Rewards.Domain.Vesting;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>
/// Every event that can be on disk: code, name, and how it is written and read. Codes and names are never reused and a
/// codec never changes; a changed event gets a new code and name. Type names of the program are not on disk.
/// </summary>
public static class EventCatalogue
{
    internal const int PointsAwardedCode = 2;
    private const int EntitlementGrantedCode = 38;

    private static readonly EventCodec[] Known =
    [
        EventCodec.Of<ActivityRecorded>(1, "activity-recorded.v1", ActivityCodec.Write, ActivityCodec.Read),
        EventCodec.Of<PointsAwarded>(PointsAwardedCode, "points-awarded.v1", AwardCodec.Write, AwardCodec.Read),
        EventCodec.Of<AwardsApproved>(3, "awards-approved.v1", ReviewCodec.WriteApproved, ReviewCodec.ReadApproved),
        EventCodec.Of<AwardsRejected>(4, "awards-rejected.v1", ReviewCodec.WriteRejected, ReviewCodec.ReadRejected),
        EventCodec.Of<AwardsLapsed>(5, "awards-lapsed.v1", ReviewCodec.WriteLapsed, ReviewCodec.ReadLapsed),
        EventCodec.Of<AwardsReversed>(6, "awards-reversed.v1", ReviewCodec.WriteReversed, ReviewCodec.ReadReversed),
        EventCodec.Of<PointsAdjusted>(7, "points-adjusted.v1", PointsCodec.WriteAdjusted, PointsCodec.ReadAdjusted),
        EventCodec.Of<PointsExpired>(8, "points-expired.v1", PointsCodec.WriteExpired, PointsCodec.ReadExpired),
        EventCodec.Of<ExpiryRescheduled>(
            9, "expiry-rescheduled.v1", static (_, _) => { }, static (ref ByteReader _) => new ExpiryRescheduled()),
        EventCodec.Of<PointsHeld>(10, "points-held.v1", PointsCodec.WriteHeld, PointsCodec.ReadHeld),
        EventCodec.Of<HoldSettled>(11, "hold-settled.v1", PointsCodec.WriteSettled, PointsCodec.ReadSettled),
        EventCodec.Of<HoldReleased>(12, "hold-released.v1", PointsCodec.WriteReleased, PointsCodec.ReadReleased),
        EventCodec.Of<AmountsWeighed>(13, "amounts-weighed.v1", WeighingCodec.WriteWeighed, WeighingCodec.ReadWeighed),
        EventCodec.Of<HistoryCounted>(14, "history-counted.v1", WeighingCodec.WriteCounted, WeighingCodec.ReadCounted),
        EventCodec.Of<AwardsQueued>(15, "awards-queued.v1", QueuedAwardCodec.WriteQueued, QueuedAwardCodec.ReadQueued),
        EventCodec.Of<AwardReceived>(
            16, "award-received.v1", QueuedAwardCodec.WriteReceived, QueuedAwardCodec.ReadReceived),
        EventCodec.Of<ReceivedAwardTakenBack>(
            17, "received-award-taken-back.v1", QueuedAwardCodec.WriteTakenBack, QueuedAwardCodec.ReadTakenBack),
        EventCodec.Of<ContributionMeasured>(
            18, "contribution-measured.v1", ContributionCodec.WriteMeasured, ContributionCodec.ReadMeasured),
        EventCodec.Of<ContributionCounted>(
            19, "contribution-counted.v1", ContributionCodec.WriteCounted, ContributionCodec.ReadCounted),
        EventCodec.Of<ContributionTakenBack>(
            20, "contribution-taken-back.v1", ContributionCodec.WriteTakenBack, ContributionCodec.ReadTakenBack),
        EventCodec.Of<ContributionMeasuredBy>(
            21, "contribution-measured.v2", ContributionCodec.WriteMeasuredBy, ContributionCodec.ReadMeasuredBy),
        EventCodec.Of<PairsWeighed>(22, "amounts-weighed.v2", WeighingCodec.WritePairs, WeighingCodec.ReadPairs),
        EventCodec.Of<SupportGiven>(23, "support-given.v1", SupportCodec.WriteGiven, SupportCodec.ReadGiven),
        EventCodec.Of<SupportReceived>(
            24, "support-received.v1", SupportCodec.WriteReceived, SupportCodec.ReadReceived),
        EventCodec.Of<GrantedRetroactively>(
            28, "granted-retroactively.v1", RetroactivityCodec.WriteGranted, RetroactivityCodec.ReadGranted),
        EventCodec.Of<ContributionReceived>(
            32, "contribution-received.v1", AchievementCodec.WriteReceived, AchievementCodec.ReadReceived),
        EventCodec.Of<ReceivedContributionTakenBack>(
            33, "received-contribution-taken-back.v1", AchievementCodec.WriteTakenBack,
            AchievementCodec.ReadTakenBack),
        EventCodec.Of<LevelChanged>(34, "level-changed.v1", AchievementCodec.WriteLevel, AchievementCodec.ReadLevel),
        EventCodec.Of<BadgeEarned>(35, "badge-earned.v1", AchievementCodec.WriteBadge, AchievementCodec.ReadBadge),
        EventCodec.Of<BadgeTakenBack>(
            36, "badge-taken-back.v1", AchievementCodec.WriteBadgeBack, AchievementCodec.ReadBadgeBack),
        EventCodec.Of<EffectsAwaited>(37, "effects-awaited.v1", EffectCodec.WriteAwaited, EffectCodec.ReadAwaited),
        EventCodec.Of<EntitlementGranted>(
            EntitlementGrantedCode, "entitlement-granted.v1", EffectCodec.WriteGranted, EffectCodec.ReadGranted),
        EventCodec.Of<EntitlementTakenBack>(
            39, "entitlement-taken-back.v1", EffectCodec.WriteTakenBack, EffectCodec.ReadTakenBack),
        EventCodec.Of<StreakCounted>(
            40, "streak-counted.v1", AchievementCodec.WriteStreak, AchievementCodec.ReadStreak),
        EventCodec.Of<ReceivedAwardWithheld>(
            41, "received-award-withheld.v1", StandingCodec.WriteWithheld, StandingCodec.ReadWithheld),
        EventCodec.Of<VestingStarted>(42, "vesting-started.v1", VestingCodec.WriteStarted, VestingCodec.ReadStarted),
        EventCodec.Of<ActiveDayCounted>(43, "active-day-counted.v1", VestingCodec.WriteDay, VestingCodec.ReadDay),
        EventCodec.Of<VestingMatured>(44, "vesting-matured.v1", VestingCodec.WriteMatured, VestingCodec.ReadMatured),
        EventCodec.Of<VestingVoided>(45, "vesting-voided.v1", VestingCodec.WriteVoided, VestingCodec.ReadVoided),
        EventCodec.Of<BudgetsDrawn>(46, "budgets-drawn.v1", BudgetCodec.WriteDrawn, BudgetCodec.ReadDrawn),
        EventCodec.Of<StandingSet>(47, "standing-set.v1", StandingCodec.WriteSet, StandingCodec.ReadSet),
        EventCodec.Of<QuestAdvanced>(48, "quest-advanced.v1", QuestCodec.WriteAdvanced, QuestCodec.ReadAdvanced),
        EventCodec.Of<QuestCompleted>(49, "quest-completed.v1", QuestCodec.WriteCompleted, QuestCodec.ReadCompleted),
        EventCodec.Of<QuestSetBack>(50, "quest-set-back.v1", QuestCodec.WriteSetBack, QuestCodec.ReadSetBack),
        EventCodec.Of<QuestUndone>(51, "quest-undone.v1", QuestCodec.WriteUndone, QuestCodec.ReadUndone),
        EventCodec.Of<RulesPublished>(64, "rules-published.v1", CommunityCodec.WritePublished,
            CommunityCodec.ReadPublished),
        EventCodec.Of<RulesScheduled>(65, "rules-scheduled.v1", CommunityCodec.WriteScheduled,
            CommunityCodec.ReadScheduled),
        EventCodec.Of<ScheduleCancelled>(66, "schedule-cancelled.v1", CommunityCodec.WriteCancelled,
            CommunityCodec.ReadCancelled),
        EventCodec.Of<ExperimentStarted>(67, "experiment-started.v1", ExperimentCodec.WriteStarted,
            ExperimentCodec.ReadStarted),
        EventCodec.Of<ExperimentWidened>(68, "experiment-widened.v1", ExperimentCodec.WriteWidened,
            ExperimentCodec.ReadWidened),
        EventCodec.Of<ExperimentStopped>(69, "experiment-stopped.v1", ExperimentCodec.WriteStopped,
            ExperimentCodec.ReadStopped),
        EventCodec.Of<ContributionSetApart>(70, "contribution-set-apart.v1", CommunityCodec.WriteSetApart,
            CommunityCodec.ReadSetApart),
        EventCodec.Of<ContributionModelPublished>(71, "contribution-model-published.v1", CommunityCodec.WriteModel,
            CommunityCodec.ReadModel),
        EventCodec.Of<ContributionModelCancelled>(72, "contribution-model-cancelled.v1",
            CommunityCodec.WriteModelCancelled, CommunityCodec.ReadModelCancelled),
        EventCodec.Of<RetroactivityDeclared>(73, "retroactivity-declared.v1", RetroactivityCodec.WriteDeclared,
            RetroactivityCodec.ReadDeclared),
        EventCodec.Of<RetroactiveGrantsConfirmed>(74, "retroactive-grants-confirmed.v1",
            RetroactivityCodec.WriteConfirmed, RetroactivityCodec.ReadConfirmed),
        EventCodec.Of<RetroactiveGrantsAdvanced>(75, "retroactive-grants-advanced.v1",
            RetroactivityCodec.WriteAdvanced, RetroactivityCodec.ReadAdvanced),
        EventCodec.Of<RetroactiveGrantsFinished>(76, "retroactive-grants-finished.v1",
            RetroactivityCodec.WriteFinished, RetroactivityCodec.ReadFinished),
        EventCodec.Of<SliceLeased>(80, "slice-leased.v1", BudgetCodec.WriteLeased, BudgetCodec.ReadLeased),
        EventCodec.Of<SliceSettled>(81, "slice-settled.v1", BudgetCodec.WriteSettled, BudgetCodec.ReadSettled),
        EventCodec.Of<BudgetFreed>(82, "budget-freed.v1", BudgetCodec.WriteFreed, BudgetCodec.ReadFreed),
        EventCodec.Of<CommunityOpened>(96, "community-opened.v1", RegistryCodec.WriteOpened, RegistryCodec.ReadOpened),
        EventCodec.Of<ApiKeyCreated>(97, "api-key-created.v1", RegistryCodec.WriteKeyCreated,
            RegistryCodec.ReadKeyCreated),
        EventCodec.Of<ApiKeyRevoked>(98, "api-key-revoked.v1", RegistryCodec.WriteKeyRevoked,
            RegistryCodec.ReadKeyRevoked),
    ];

    private static readonly EventCodec?[] ByCode = IndexByCode();
    private static readonly Dictionary<Type, EventCodec> ByType = Known.ToDictionary(codec => codec.Type);

    /// <summary>All codecs, by ascending code.</summary>
    public static IReadOnlyList<EventCodec> All => Known;

    /// <summary>Whether events of that code can move points; the others need not be read for sums.</summary>
    public static bool MakesPostings(int code) =>
        code is (>= 2 and <= 8) or (>= 10 and <= 12) or 16 or 17 or 28 or 44 or 45 or 51;

    /// <summary>Whether events of that code grant entitlements; the others need not be read to list them.</summary>
    public static bool MakesEntitlements(int code) => code == EntitlementGrantedCode;

    /// <summary>The codec of an event that the program makes.</summary>
    public static EventCodec For(object change) => ByType[change.GetType()];

    /// <summary>Reads an event.</summary>
    /// <exception cref="JournalCorruptException">The code is unknown or the payload is not of its format.</exception>
    public static object Read(in RecordedEvent recorded) => Read(recorded.Code, recorded.Payload.Span);

    internal static object Read(int code, ReadOnlySpan<byte> payload)
    {
        var codec = (uint)code < (uint)ByCode.Length ? ByCode[code] : null;
        if (codec is null)
        {
            throw new JournalCorruptException(
                $"Event code {code} is not in the catalogue: "
                + "the journal was written by a newer program or is damaged.");
        }

        var reader = new ByteReader(payload);
        var change = codec.Read(ref reader);
        return reader.AtEnd
            ? change : throw new JournalCorruptException($"An event {codec.Name} has bytes after its end.");
    }

    private static EventCodec?[] IndexByCode()
    {
        var index = new EventCodec?[Known.Max(codec => codec.Code) + 1];
        foreach (var codec in Known)
        {
            index[codec.Code] = codec;
        }

        return index;
    }
}
