using System.Text.Json;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Grains.Members;

namespace Rewards.Server.Activities;

/// <summary>
/// Renders a receipt from its codes and values and the immutable rule version: per rule considered what was asked, what
/// was granted, and the one condition or limit that decided, with its value and threshold.
/// </summary>
internal static class ReceiptJson
{
    public static void Write(Utf8JsonWriter json, ActivityAnswer answer, Programme programme)
    {
        var receipt = answer.Receipt;
        json.WriteStartObject();
        json.WriteNumber("rulesVersion"u8, receipt.RulesVersion);
        json.WriteString("reason"u8, receipt.Reason switch
        {
            ReceiptReason.NoRuleForType => "no-rule-for-type"u8,
            ReceiptReason.UnknownType => "unknown-type"u8,
            _ => "rules-considered"u8,
        });
        json.WriteStartArray("rules"u8);
        foreach (var trace in receipt.Rules)
        {
            WriteTrace(json, answer, programme.Rules[trace.Rule], trace);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTrace(Utf8JsonWriter json, ActivityAnswer answer, Rule rule, in RuleTrace trace)
    {
        var weight = WeightOf(answer, rule);
        json.WriteStartObject();
        json.WriteString("rule"u8, rule.Id);
        json.WriteString("outcome"u8, RuleOutcomeNames.Of(trace.Outcome));
        json.WriteStartArray("gives"u8);
        foreach (var give in rule.Gives)
        {
            json.WriteStartObject();
            json.WriteString("currency"u8, give.Currency);
            if (give.To != Recipient.Member)
            {
                json.WriteString("to"u8, QueuedAwardJson.Name(give.To));
            }

            json.WriteNumber("asked"u8, Asked(rule, give, weight));
            json.WriteNumber("granted"u8, Granted(answer, rule, give));
            json.WriteEndObject();
        }

        EffectJson.Write(json, answer, rule);
        json.WriteEndArray();
        if (weight is { } weighed)
        {
            WeightJson.Write(json, rule, weighed, trace);
        }

        if (trace.Outcome is RuleOutcome.Vesting or RuleOutcome.VestingFull)
        {
            WriteVesting(json, trace);
        }
        else if (trace.Outcome is RuleOutcome.BudgetRest or RuleOutcome.BudgetExhausted)
        {
            json.WriteStartObject("budget"u8);
            json.WriteString("id"u8, rule.Budget!.Id);
            json.WriteNumber("wanted"u8, trace.Threshold);
            json.WriteNumber("left"u8, trace.Used);
            ActivityJson.WriteTime(json, "freeAgainAt"u8, trace.FreeAgainAt);
            json.WriteEndObject();
        }
        else if (trace.Decider >= 0)
        {
            WriteDecider(json, answer, rule, trace);
        }
        else if (trace.Outcome == RuleOutcome.BelowQuality)
        {
            ConditionJson.Write(json, answer.Activity, rule.Quality!, trace);
        }
        else if (trace.Outcome == RuleOutcome.BeatenInGroup)
        {
            json.WriteStartObject("group"u8);
            json.WriteString("name"u8, rule.Group);
            json.WriteNumber("wouldGive"u8, trace.Used);
            json.WriteNumber("bestGives"u8, trace.Threshold);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteVesting(Utf8JsonWriter json, in RuleTrace trace)
    {
        json.WriteStartObject("vesting"u8);
        if (trace.Outcome == RuleOutcome.Vesting)
        {
            json.WriteNumber("activeDays"u8, trace.Used);
            json.WriteNumber("activeDaysNeeded"u8, trace.Threshold);
            ActivityJson.WriteTime(json, "until"u8, trace.FreeAgainAt);
        }
        else
        {
            json.WriteNumber("vesting"u8, trace.Used);
            json.WriteNumber("maximum"u8, trace.Threshold);
        }

        json.WriteEndObject();
    }

    private static void WriteDecider(Utf8JsonWriter json, ActivityAnswer answer, Rule rule, in RuleTrace trace)
    {
        if (trace.Outcome == RuleOutcome.ConditionFailed)
        {
            ConditionJson.Write(json, answer.Activity, rule.If!.Find(trace.Decider)!, trace);
            return;
        }

        var limit = rule.Limits[trace.Decider];
        json.WriteStartObject("limit"u8);
        json.WriteString("per"u8, limit.Scope switch
        {
            LimitScope.Member => "member"u8,
            LimitScope.MemberAndSubject => "member-and-subject"u8,
            _ => "member-and-counterparty"u8,
        });
        if (trace.Outcome is RuleOutcome.SubjectMissing or RuleOutcome.CounterpartyMissing)
        {
            json.WriteString(
                "missing"u8, trace.Outcome == RuleOutcome.SubjectMissing ? "subject"u8 : "counterparty"u8);
        }
        else if (limit.Unit == LimitUnit.CoolDown)
        {
            json.WriteString("unit"u8, "cool-down"u8);
            json.WriteNumber("secondsSince"u8, trace.Used);
            json.WriteNumber("secondsRequired"u8, trace.Threshold);
        }
        else
        {
            json.WriteString("within"u8, limit.Window.ToString().ToLowerInvariant());
            json.WriteString("unit"u8, limit.Unit == LimitUnit.Times ? "times"u8 : "amount"u8);
            json.WriteNumber("used"u8, trace.Used);
            json.WriteNumber("maximum"u8, trace.Threshold);
        }

        ActivityJson.WriteTime(json, "freeAgainAt"u8, trace.FreeAgainAt);
        json.WriteEndObject();
    }

    private static long Asked(Rule rule, Give give, RuleWeight? weight) =>
        weight is { } known ? Weighing.Of(rule, give.Amount, known.Multipliers) : give.Amount;

    public static RuleWeight? WeightOf(ActivityAnswer answer, Rule rule)
    {
        for (var i = 0; i < answer.Weights.Count; i++)
        {
            if (answer.Weights[i].Rule == rule.Ordinal)
            {
                return answer.Weights[i];
            }
        }

        return null;
    }

    private static long Granted(ActivityAnswer answer, Rule rule, Give give)
    {
        foreach (var award in answer.Awards)
        {
            if (give.To == Recipient.Member && award.Rule == rule.Ordinal && award.Currency == give.Currency)
            {
                return award.Granted;
            }
        }

        foreach (var queued in answer.Queued)
        {
            if (queued.To == give.To && queued.Rule == rule.Ordinal && queued.Currency == give.Currency)
            {
                return queued.Granted;
            }
        }

        return 0;
    }
}
