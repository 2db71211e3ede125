using System.Text.Json;
using Rewards.Domain.Activities;
using Rewards.Domain.Rules;

namespace Rewards.Server.Activities;

/// <summary>Renders the condition that decided: what the fact was, and what was asked of it.</summary>
internal static class ConditionJson
{
    public static void Write(Utf8JsonWriter json, Activity activity, Condition condition, in RuleTrace trace)
    {
        json.WriteStartObject("condition"u8);
        if (condition is Not not)
        {
            json.WriteBoolean("not"u8, true);
            condition = not.Part;
        }

        if (condition is FactTest test)
        {
            WriteTest(json, activity, test);
        }
        else if (condition is MeasuredTest measured)
        {
            MeasuredTestJson.Write(json, measured, trace);
        }
        else
        {
            json.WriteString("test"u8, condition is AllOf ? "all"u8 : "any"u8);
        }

        json.WriteEndObject();
    }

    public static ReadOnlySpan<byte> Name(Comparison comparison) => comparison switch
    {
        Comparison.Is => "is"u8,
        Comparison.In => "in"u8,
        Comparison.AtLeast => "atLeast"u8,
        Comparison.MoreThan => "moreThan"u8,
        Comparison.AtMost => "atMost"u8,
        Comparison.LengthAtLeast => "length.atLeast"u8,
        Comparison.LengthMoreThan => "length.moreThan"u8,
        _ => "length.atMost"u8,
    };

    private static void WriteTest(Utf8JsonWriter json, Activity activity, FactTest test)
    {
        json.WriteString("fact"u8, test.Fact);
        json.WriteString("test"u8, Name(test.Comparison));
        json.WritePropertyName("value"u8);
        WriteValue(json, activity.FindFact(test.Fact), test.Comparison);
        json.WritePropertyName("threshold"u8);
        if (test.Comparison == Comparison.In)
        {
            json.WriteStartArray();
            foreach (var operand in test.Operands)
            {
                RecordedActivityJson.WriteValue(json, operand);
            }

            json.WriteEndArray();
        }
        else
        {
            RecordedActivityJson.WriteValue(json, test.Operands[0]);
        }
    }

    /// <summary>Null tells that the fact was not told, or was erased since.</summary>
    private static void WriteValue(Utf8JsonWriter json, FactValue? value, Comparison comparison)
    {
        if (value is not { } known)
        {
            json.WriteNullValue();
        }
        else if (comparison >= Comparison.LengthAtLeast && known.Kind == FactKind.Text)
        {
            json.WriteNumberValue(FactTest.Length(known.AsText()));
        }
        else
        {
            RecordedActivityJson.WriteValue(json, known);
        }
    }
}
