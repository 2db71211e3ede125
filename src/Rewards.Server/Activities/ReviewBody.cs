using System.Text.Json;
using Rewards.Domain.Members;
using Rewards.Server.Http;

namespace Rewards.Server.Activities;

/// <summary>Bodies of a review and of a reversal.</summary>
internal static class ReviewBody
{
    public const string Approve = "approve";
    public const string Reject = "reject";

    public static (bool Approve, string? Reason) Read(ReadOnlyMemory<byte> utf8)
    {
        var fields = StrictJson.ReadObject<Fields>(utf8.Span, ReadField);
        return fields.Decision switch
        {
            Approve => (true, fields.Reason),
            Reject => (false, fields.Reason),
            null => throw StrictJson.Missing("decision"),
            _ => throw new ProblemException(
                Problems.InvalidValue, $"'decision' must be '{Approve}' or '{Reject}'.", ("field", "decision")),
        };
    }

    /// <summary>A reversal takes only a reason, and requires it.</summary>
    public static string ReadReason(ReadOnlyMemory<byte> utf8)
    {
        var fields = StrictJson.ReadObject<Fields>(utf8.Span, ReadReasonField);
        return fields.Reason ?? throw StrictJson.Missing("reason");
    }

    /// <summary>A reason is text that people read: not empty, and bounded.</summary>
    public static string ReadReasonText(ref Utf8JsonReader reader)
    {
        var reason = StrictJson.ReadText(ref reader, "reason");
        return !string.IsNullOrWhiteSpace(reason) && reason.Length <= AdjustmentDecider.ReasonLengthMax
            ? reason
            : throw new ProblemException(
                Problems.InvalidValue,
                $"'reason' must say why, in 1 to {AdjustmentDecider.ReasonLengthMax} characters.",
                ("field", "reason"));
    }

    private static bool ReadField(ref Utf8JsonReader reader, ref Fields target, scoped ref FieldsSeen seen)
    {
        if (!reader.ValueTextEquals("decision"u8))
        {
            return ReadReasonField(ref reader, ref target, ref seen);
        }

        StrictJson.Begin(ref reader, ref seen, 0, "decision");
        target.Decision = StrictJson.ReadText(ref reader, "decision");
        return true;
    }

    private static bool ReadReasonField(ref Utf8JsonReader reader, ref Fields target, scoped ref FieldsSeen seen)
    {
        if (!reader.ValueTextEquals("reason"u8))
        {
            return false;
        }

        StrictJson.Begin(ref reader, ref seen, 1, "reason");
        target.Reason = ReadReasonText(ref reader);
        return true;
    }

    private struct Fields
    {
        public string? Decision;
        public string? Reason;
    }
}
