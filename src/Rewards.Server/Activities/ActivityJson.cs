using System.Text.Json;
using NodaTime;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Grains.Members;
using Rewards.Server.Badges;
using Rewards.Server.Entitlements;
using Rewards.Server.Http;
using Rewards.Server.Levels;
using Rewards.Server.Quests;

namespace Rewards.Server.Activities;

/// <summary>Writes an activity's answer as callers read it.</summary>
internal static class ActivityJson
{
    /// <param name="json">Where to.</param>
    /// <param name="answer">The grain's answer.</param>
    /// <param name="programme">The version that the receipt names.</param>
    /// <param name="full">Whether the activity itself is told too, for those who ask for it later.</param>
    public static void Write(Utf8JsonWriter json, ActivityAnswer answer, Programme programme, bool full = false)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, answer.Activity.Id.Value);
        json.WriteBoolean("replayed"u8, answer.Replayed);
        if (full)
        {
            RecordedActivityJson.Write(json, answer);
        }

        json.WriteStartArray("awards"u8);
        foreach (var award in answer.Awards)
        {
            WriteAward(json, award, programme);
        }

        for (var i = 0; i < answer.Queued.Count; i++)
        {
            QueuedAwardJson.Write(json, answer.Queued[i], programme);
        }

        json.WriteEndArray();
        if (answer.Achieved is { Entitlements.Count: > 0 } achieved)
        {
            WriteEntitlements(json, achieved, programme);
        }

        if (answer.Achieved is { Quests: { Count: > 0 } quests })
        {
            json.WritePropertyName("quests"u8);
            QuestJson.Write(json, quests, programme);
        }

        json.WritePropertyName("badges"u8);
        BadgeJson.Write(json, answer.Achieved?.Badges ?? [], programme);
        json.WritePropertyName("level"u8);
        LevelJson.Write(json, answer.Achieved, programme);
        json.WritePropertyName("balances"u8);
        WriteBalances(json, answer.Balances);
        json.WritePropertyName("receipt"u8);
        ReceiptJson.Write(json, answer, programme);
        if (answer.Current is { } current)
        {
            json.WriteStartObject("current"u8);
            json.WriteString("status"u8, StatusOf(answer, current));
            if (current.Reviewed is { } review)
            {
                json.WriteString("review"u8, review == AwardStatus.Granted ? "approved" : Name(review));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteEntitlements(Utf8JsonWriter json, AchievementsMade achieved, Programme programme)
    {
        json.WriteStartArray("entitlements"u8);
        foreach (var made in achieved.Entitlements)
        {
            EntitlementJson.Write(json, made, programme);
        }

        json.WriteEndArray();
    }

    public static void WriteBalances(Utf8JsonWriter json, IReadOnlyList<BalanceView> balances)
    {
        json.WriteStartObject();
        foreach (var balance in balances)
        {
            json.WriteStartObject(balance.Currency);
            json.WriteNumber("available"u8, balance.Available);
            json.WriteNumber("pending"u8, balance.Pending);
            json.WriteNumber("held"u8, balance.Held);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, Instant? at)
    {
        if (at is { } instant)
        {
            Span<byte> text = stackalloc byte[TimeText.BytesMax];
            json.WriteString(name, TimeText.Write(instant, text));
        }
    }

    /// <summary>Where the awards stand now, all in all.</summary>
    private static string StatusOf(ActivityAnswer answer, CurrentAwards current) =>
        current.Reversed ? "reversed"
        : current.Review is { } review ? Name(review)
        : current.Vesting is { } vesting ? Name(vesting)
        : answer.Awards.Count > 0 ? Name(AwardStatus.Granted)
        : "none";

    private static string Name(AwardStatus status) => status switch
    {
        AwardStatus.Granted => "granted",
        AwardStatus.Pending => "pending",
        AwardStatus.Rejected => "rejected",
        AwardStatus.Lapsed => "lapsed",
        AwardStatus.Vesting => "vesting",
        _ => "reversed",
    };

    private static string Name(VestingStatus status) => status switch
    {
        VestingStatus.Open => "vesting",
        VestingStatus.Matured => "granted",
        VestingStatus.Lapsed => "lapsed",
        _ => "voided",
    };

    private static void WriteAward(Utf8JsonWriter json, AwardMade award, Programme programme)
    {
        json.WriteStartObject();
        json.WriteString("to"u8, "member"u8);
        json.WriteString("currency"u8, award.Currency);
        json.WriteNumber("asked"u8, award.Asked);
        json.WriteNumber("amount"u8, award.Granted);
        json.WriteString("status"u8, Name(award.Status));
        json.WriteString("rule"u8, programme.Rules[award.Rule].Id);
        json.WriteNumber("ruleVersion"u8, programme.Version);
        WriteTime(json, "expiresAt"u8, award.ExpiresAt);
        WriteTime(json, "lapsesAt"u8, award.LapsesAt);
        json.WriteEndObject();
    }
}
