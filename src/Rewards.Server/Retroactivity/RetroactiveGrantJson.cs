using System.Text.Json;
using Rewards.Domain.Programmes;
using Rewards.Domain.Retroactivity;
using Rewards.Grains.Retroactivity;
using Rewards.Server.Activities;

namespace Rewards.Server.Retroactivity;

/// <summary>Renders lines of a preview, and how far grants are.</summary>
internal static class RetroactiveGrantJson
{
    public static void Write(
        Utf8JsonWriter json, string member, RetroactiveGrant grant, RetroactiveAmount amount, Programme programme)
    {
        var rule = programme.Rules[amount.Rule].Id;
        json.WriteStartObject();
        json.WriteString("member"u8, member);
        json.WriteString("activity"u8, grant.Activity);
        json.WriteString("currency"u8, amount.Currency);
        json.WriteNumber("asked"u8, amount.Asked);
        json.WriteNumber("amount"u8, amount.Amount);
        json.WriteString("rule"u8, rule);
        json.WriteNumber("rulesVersion"u8, programme.Version);
        json.WriteNumber("decidedBy"u8, grant.FromVersion);
        json.WriteString(
            "reason"u8,
            $"'{rule}' of version {programme.Version} gives {amount.Asked} more than version {grant.FromVersion} gave"
            + (amount.Amount < amount.Asked ? $"; limits have {amount.Amount} left." : "."));
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, GrantPreview preview)
    {
        json.WriteStartObject();
        json.WriteString("preview"u8, preview.Name);
        json.WriteNumber("postings"u8, preview.Postings);
        Write(json, preview.Sums);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, RetroactiveGrants grants)
    {
        json.WriteStartObject();
        json.WriteNumber("rulesVersion"u8, grants.Version);
        ActivityJson.WriteTime(json, "since"u8, grants.Since);
        json.WriteString("status"u8, grants.FinishedAt is not null ? "finished"u8
            : grants.Preview is not null ? "running"u8 : "declared"u8);
        if (grants.Preview is not null)
        {
            json.WriteString("preview"u8, grants.Preview);
            json.WriteString("confirmedBy"u8, grants.ConfirmedBy);
            ActivityJson.WriteTime(json, "confirmedAt"u8, grants.ConfirmedAt);
            json.WriteStartObject("previewed"u8);
            json.WriteNumber("postings"u8, grants.PostingsSeen);
            Write(json, grants.SumsSeen);
            json.WriteEndObject();
            json.WriteStartObject("granted"u8);
            json.WriteNumber("postings"u8, grants.Postings);
            Write(json, grants.Sums);
            json.WriteEndObject();
        }

        ActivityJson.WriteTime(json, "finishedAt"u8, grants.FinishedAt);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<CurrencySum> sums)
    {
        json.WriteStartObject("amounts"u8);
        foreach (var sum in sums)
        {
            json.WriteNumber(sum.Currency, sum.Amount);
        }

        json.WriteEndObject();
    }
}
