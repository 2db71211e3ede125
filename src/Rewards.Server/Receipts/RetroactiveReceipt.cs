using System.Text.Json;
using Rewards.Domain.Programmes;
using Rewards.Grains.Members;
using Rewards.Server.Activities;

namespace Rewards.Server.Receipts;

/// <summary>What later versions granted for an activity: both versions, rules, and why, in both languages.</summary>
internal static class RetroactiveReceipt
{
    /// <param name="json">Where to.</param>
    /// <param name="answer">The activity.</param>
    /// <param name="versions">The versions that granted.</param>
    public static void Write(Utf8JsonWriter json, ActivityAnswer answer, Dictionary<int, Programme> versions)
    {
        json.WriteStartArray("retroactiveGrants"u8);
        foreach (var grant in answer.Retroactive)
        {
            json.WriteStartObject();
            json.WriteNumber("rulesVersion"u8, grant.Version);
            json.WriteNumber("decidedBy"u8, grant.FromVersion);
            ActivityJson.WriteTime(json, "grantedAt"u8, grant.At);
            json.WriteStartArray("grants"u8);
            foreach (var award in grant.Awards)
            {
                Write(json, grant, award, versions[grant.Version].Rules[award.Rule].Id);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, RetroactiveMade grant, AwardMade award, string rule)
    {
        json.WriteStartObject();
        json.WriteString("rule"u8, rule);
        json.WriteString("currency"u8, award.Currency);
        json.WriteNumber("asked"u8, award.Asked);
        json.WriteNumber("amount"u8, award.Granted);
        ActivityJson.WriteTime(json, "expiresAt"u8, award.ExpiresAt);
        var (zh, en) = award.Granted < award.Asked ? ("，限额所余", ", which is what limits had left") : ("", "");
        json.WriteString(
            "zh"u8,
            $"规则第 {grant.Version} 版的“{rule}”比当时的第 {grant.FromVersion} 版多给 {award.Asked} {award.Currency}："
            + $"追溯补发 {award.Granted} {award.Currency}{zh}。");
        json.WriteString(
            "en"u8,
            $"'{rule}' of version {grant.Version} gives {award.Asked} {award.Currency} more than version "
            + $"{grant.FromVersion} gave then: {award.Granted} were granted in retrospect{en}.");
        json.WriteEndObject();
    }
}
