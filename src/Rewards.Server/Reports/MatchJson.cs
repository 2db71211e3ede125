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
        json.WriteStartArray("contributionModels"u8);
        foreach (var model in report.Models)
        {
            json.WriteNumberValue(model);
        }

        json.WriteEndArray();
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
        json.WriteStartArray("experiments"u8);
        foreach (var experiment in report.Experiments)
        {
            WriteExperiment(json, experiment);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteExperiment(Utf8JsonWriter json, ExperimentOfReport experiment)
    {
        json.WriteStartObject();
        json.WriteString("experiment"u8, experiment.Id);
        json.WriteNumber("version"u8, experiment.Version);
        json.WriteNumber("percent"u8, experiment.Percent);
        json.WritePropertyName("treatment"u8);
        WriteArm(json, experiment.Treatment);
        json.WritePropertyName("control"u8);
        WriteArm(json, experiment.Control);
        json.WriteEndObject();
    }

    private static void WriteArm(Utf8JsonWriter json, ArmOfReport arm)
    {
        var figures = arm.Match.Figures();
        json.WriteStartObject();
        json.WriteNumber("members"u8, arm.Figures.Members.Length);
        json.WriteNumber("awards"u8, arm.Figures.Awards);
        json.WriteNumber("pay"u8, (decimal)arm.Match.PayTotal);
        json.WriteNumber("contribution"u8, (decimal)arm.Match.ContributionTotal / 1_000m);
        WriteFigure(json, "index"u8, figures.Index);
        WriteFigure(json, "rankCorrelation"u8, figures.RankCorrelation);
        WriteCosts(json, arm.Costs);
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
            json.WriteBoolean("rulesComplete"u8, member.All);
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
            json.WriteNumber("reversed"u8, cost.Reversed);
            json.WriteNumber("net"u8, cost.Amount - cost.Reversed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
