using System.Text.Json;
using Rewards.Grains;
using Rewards.Grains.Members;
using Rewards.Server.Activities;
using Rewards.Server.Http;

namespace Rewards.Server.Members;

/// <summary>
/// <c>POST …/members/{member}/adjustments</c>: an operator gives or takes points, with a reason, once per
/// Idempotency-Key.
/// </summary>
internal sealed class PostAdjustment(IGrains grains)
{
    public async Task HandleAsync(HttpContext context)
    {
        var principal = context.Principal();
        var key = IdempotencyKey.Required(context, "adjustments");
        var body = await BodyReader.ReadAsync(context, BodyLimits.SingleBytesMax, Read);
        var answer = await grains.Member(RawPath.Community(context), RawPath.Member(context)).AdjustAsync(
            new AdjustPoints(key, body.Currency!, body.Amount!.Value, body.Reason!, principal.Actor));
        await JsonAnswer.WriteAsync(context, answer, Write);
    }

    private static Fields Read(ReadOnlyMemory<byte> utf8)
    {
        var fields = StrictJson.ReadObject<Fields>(utf8.Span, ReadField);
        _ = fields.Currency ?? throw StrictJson.Missing("currency");
        _ = fields.Amount ?? throw StrictJson.Missing("amount");
        _ = fields.Reason ?? throw StrictJson.Missing("reason");
        return fields;
    }

    private static bool ReadField(ref Utf8JsonReader reader, ref Fields target, scoped ref FieldsSeen seen)
    {
        if (reader.ValueTextEquals("currency"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 0, "currency");
            target.Currency = StrictJson.ReadId(ref reader, "currency");
        }
        else if (reader.ValueTextEquals("amount"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 1, "amount");
            target.Amount = StrictJson.ReadInteger(ref reader, "amount");
        }
        else if (reader.ValueTextEquals("reason"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 2, "reason");
            target.Reason = ReviewBody.ReadReasonText(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static void Write(Utf8JsonWriter json, AdjustmentAnswer answer)
    {
        json.WriteStartObject();
        json.WriteBoolean("replayed"u8, answer.Replayed);
        json.WriteString("currency"u8, answer.Currency);
        json.WriteNumber("amount"u8, answer.Amount);
        ActivityJson.WriteTime(json, "recordedAt"u8, answer.RecordedAt);
        json.WritePropertyName("balances"u8);
        ActivityJson.WriteBalances(json, answer.Balances);
        json.WriteEndObject();
    }

    private struct Fields
    {
        public string? Currency;
        public long? Amount;
        public string? Reason;
    }
}
