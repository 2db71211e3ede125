using System.Text.Json;
using Rewards.Domain.Programmes;
using Rewards.Domain.Reports;
using Rewards.Grains.Simulations;
using Rewards.Server.Activities;

namespace Rewards.Server.Simulations;

/// <summary>Renders progress and result of a simulation, a line each.</summary>
internal static class SimulationJson
{
    public static void Write(Utf8JsonWriter json, SimulationProgress progress)
    {
        json.WriteStartObject();
        json.WriteNumber("recordsRead"u8, progress.Records);
        json.WriteNumber("activitiesDecided"u8, progress.Activities);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, SimulationReport report, Programme draft, int? model)
    {
        json.WriteStartObject();
        json.WriteStartObject("report"u8);
        json.WriteNumber("activities"u8, report.Activities);
        json.WriteNumber("different"u8, report.Different);
        json.WriteNumber("refused"u8, report.Refused);
        if (model is { } asked)
        {
            json.WriteNumber("contributionModel"u8, asked);
        }

        json.WriteStartArray("currencies"u8);
        foreach (var currency in report.Currencies)
        {
            Write(json, currency);
        }

        json.WriteEndArray();
        json.WriteStartArray("rules"u8);
        foreach (var rule in report.Rules)
        {
            Write(json, rule, draft);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SimulatedCurrency currency)
    {
        json.WriteStartObject();
        json.WriteString("currency"u8, currency.Currency);
        json.WriteNumber("live"u8, currency.Live);
        json.WriteNumber("draft"u8, currency.Draft);
        json.WriteNumber("gainers"u8, currency.Gainers);
        json.WriteNumber("losers"u8, currency.Losers);
        Write(json, "mostGained"u8, currency.MostGained);
        Write(json, "mostLost"u8, currency.MostLost);
        Write(json, "matchBefore"u8, currency.MatchBefore);
        Write(json, "matchAfter"u8, currency.MatchAfter);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<SimulatedPay> members)
    {
        json.WriteStartArray(name);
        foreach (var member in members)
        {
            json.WriteStartObject();
            json.WriteString("member"u8, member.Member);
            json.WriteNumber("live"u8, member.Live);
            json.WriteNumber("draft"u8, member.Draft);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The index; null where nobody was paid or nobody contributed.</summary>
    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, MatchFigures figures)
    {
        if (figures.Index is { } index)
        {
            json.WriteNumber(name, Math.Round((decimal)index, 6));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter json, SimulatedRule rule, Programme draft)
    {
        json.WriteStartObject();
        json.WriteString("rule"u8, draft.Rules[rule.Rule].Id);
        json.WriteStartObject("outcomes"u8);
        foreach (var (outcome, count) in rule.Outcomes.OrderBy(entry => entry.Key))
        {
            json.WriteNumber(RuleOutcomeNames.Of(outcome), count);
        }

        json.WriteEndObject();
        json.WriteStartObject("given"u8);
        foreach (var (currency, amount) in rule.Given)
        {
            json.WriteNumber(currency, amount);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
