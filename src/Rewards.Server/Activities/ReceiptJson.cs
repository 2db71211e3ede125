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
        json.WriteStartObject();
        json.WriteString("rule"u8, rule.Id);
        json.WriteString("outcome"u8, Name(trace.Outcome));
        json.WriteStartArray("gives"u8);
        foreach (var give in rule.Gives)
        {
            json.WriteStartObject();
            json.WriteString("currency"u8, give.Currency);
            json.WriteNumber("asked"u8, give.Amount);
            json.WriteNumber("granted"u8, Granted(answer, rule, give.Currency));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (trace.Decider >= 0)
        {
            WriteDecider(json, answer, rule, trace);
        }

        json.WriteEndObject();
    }

    private static void WriteDecider(Utf8JsonWriter json, ActivityAnswer answer, Rule rule, in RuleTrace trace)
    {
        if (trace.Outcome == RuleOutcome.ConditionFailed)
        {
            ConditionJson.Write(json, answer.Activity, rule.If!.Find(trace.Decider)!);
            return;
        }

        var limit = rule.Limits[trace.Decider];
        json.WriteStartObject("limit"u8);
        json.WriteString("per"u8, limit.Scope == LimitScope.Member ? "member"u8 : "member-and-subject"u8);
        if (trace.Outcome == RuleOutcome.SubjectMissing)
        {
            json.WriteString("missing"u8, "subject"u8);
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

    private static long Granted(ActivityAnswer answer, Rule rule, string currency)
    {
        foreach (var award in answer.Awards)
        {
            if (award.Rule == rule.Ordinal && award.Currency == currency)
            {
                return award.Granted;
            }
        }

        return 0;
    }

    private static ReadOnlySpan<byte> Name(RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.Granted => "granted"u8,
        RuleOutcome.GrantedInPart => "granted-in-part"u8,
        RuleOutcome.ConditionFailed => "condition-failed"u8,
        RuleOutcome.LimitReached => "limit-reached"u8,
        RuleOutcome.CoolingDown => "cooling-down"u8,
        RuleOutcome.StoppedByEarlierRule => "stopped-by-earlier-rule"u8,
        _ => "subject-missing"u8,
    };
}
