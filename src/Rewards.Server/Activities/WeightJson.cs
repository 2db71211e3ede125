using System.Text.Json;
using Rewards.Domain.Rules;

namespace Rewards.Server.Activities;

/// <summary>Renders why a rule asked for other amounts than it has written.</summary>
internal static class WeightJson
{
    public static void Write(Utf8JsonWriter json, Rule rule, in RuleWeight weight, in RuleTrace trace)
    {
        if (weight.Multipliers != 0)
        {
            json.WriteStartArray("multipliedBy"u8);
            for (var i = 0; i < rule.Multipliers.Count; i++)
            {
                if ((weight.Multipliers & (1 << i)) != 0)
                {
                    json.WriteNumberValue(rule.Multipliers[i].By);
                }
            }

            json.WriteEndArray();
        }

        if (weight.Discount is { } discount)
        {
            WriteDiscount(json, rule, weight, discount, trace);
        }
    }

    private static void WriteDiscount(
        Utf8JsonWriter json, Rule rule, in RuleWeight weight, in DiscountApplied discount, in RuleTrace trace)
    {
        json.WriteStartObject("discount"u8);
        json.WriteString("per"u8, "counterparty"u8);
        json.WriteString("within"u8, rule.Discount!.Window.ToString().ToLowerInvariant());
        json.WriteNumber("before"u8, discount.Before);
        if (rule.Discount.Reciprocal is not null)
        {
            json.WriteNumber("received"u8, discount.Received);
        }

        json.WriteNumber("percent"u8, discount.Percent);
        json.WriteBoolean("shadow"u8, discount.Shadow);
        if (discount.Shadow)
        {
            json.WriteStartArray("wouldGive"u8);
            foreach (var give in rule.Gives)
            {
                json.WriteStartObject();
                json.WriteString("currency"u8, give.Currency);
                json.WriteNumber(
                    "amount"u8, Weighing.Of(rule, give.Amount, weight.Multipliers, discount.Percent));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (trace.Outcome is RuleOutcome.Discounted or RuleOutcome.DiscountedToNothing)
        {
            ActivityJson.WriteTime(json, "fullAgainAt"u8, trace.FreeAgainAt);
        }

        json.WriteEndObject();
    }
}
