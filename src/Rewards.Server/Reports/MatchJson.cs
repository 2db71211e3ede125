using System.Text.Json;
using Rewards.Server.Activities;

namespace Rewards.Server.Reports;

/// <summary>A match report in JSON: figures, the members with the largest differences, cost per rule.</summary>
internal static class MatchJson
{
    public static void Write(Utf8JsonWriter json, MatchReport report)
    {
        var figures = report.Match.Figures();
        json.WriteStartObject();
        json.WriteString("community"u8, report.Community.Value);
        json.WriteString("period"u8, report.Period);
        json.WriteString("currency"u8, report.Currency);
        ActivityJson.WriteTime(json, "asOf"u8, report.AsOf);
        json.WriteNumber("members"u8, report.Figures.Members.Length);
        json.WriteNumber("pay"u8, (decimal)report.Match.PayTotal);
        json.WriteNumber("contribution"u8, (decimal)report.Match.ContributionTotal / 1_000m);
        WriteFigure(json, "index"u8, figures.Index);
        WriteFigure(json, "rankCorrelation"u8, figures.RankCorrelation);
        WriteFigure(json, "payGini"u8, figures.PayGini);
        WriteFigure(json, "contributionGini"u8, figures.ContributionGini);
        WriteExtremes(json, "overRewarded"u8, report.Over);
        WriteExtremes(json, "underRewarded"u8, report.Under);
        WriteCosts(json, report.Costs);
        json.WriteEndObject();
    }

    private static void WriteFigure(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? figure)
    {
        if (figure is { } known)
        {
            json.WriteNumber(name, Math.Round((decimal)known, 6));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteExtremes(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<ExtremeMember> members)
    {
        json.WriteStartArray(name);
        foreach (var member in members)
        {
            json.WriteStartObject();
            json.WriteString("member"u8, member.Member);
            json.WriteNumber("pay"u8, member.Pay);
            json.WriteNumber("contribution"u8, member.ContributionMillis / 1_000m);
            WriteFigure(json, "payShare"u8, member.Share.Pay);
            WriteFigure(json, "contributionShare"u8, member.Share.Contribution);
            WriteCosts(json, member.Rules);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCosts(Utf8JsonWriter json, IReadOnlyList<NamedCost> costs)
    {
        json.WriteStartArray("rules"u8);
        foreach (var cost in costs)
        {
            json.WriteStartObject();
            json.WriteString("rule"u8, cost.Rule);
            json.WriteNumber("ruleVersion"u8, cost.Version);
            json.WriteNumber("amount"u8, cost.Amount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
