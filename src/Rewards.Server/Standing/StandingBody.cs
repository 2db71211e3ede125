using System.Text.Json;
using NodaTime;
using Rewards.Domain.Standing;
using Rewards.Server.Activities;
using Rewards.Server.Http;

namespace Rewards.Server.Standing;

/// <summary>The body of a change of standing.</summary>
internal readonly record struct StandingBody(StandingKind Standing, Instant? Until, string Reason)
{
    public static StandingBody Read(ReadOnlyMemory<byte> utf8)
    {
        var fields = StrictJson.ReadObject<Fields>(utf8.Span, ReadField);
        var standing = fields.Standing ?? throw StrictJson.Missing("standing");
        return new StandingBody(standing, fields.Until, fields.Reason ?? throw StrictJson.Missing("reason"));
    }

    private static bool ReadField(ref Utf8JsonReader reader, ref Fields target, scoped ref FieldsSeen seen)
    {
        if (reader.ValueTextEquals("standing"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 0, "standing");
            target.Standing = StandingNames.Parse(StrictJson.ReadText(ref reader, "standing"))
                ?? throw new ProblemException(
                    Problems.InvalidValue, "'standing' must be 'good', 'muted' or 'banned'.", ("field", "standing"));
        }
        else if (reader.ValueTextEquals("until"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 1, "until");
            target.Until = StrictJson.ReadTime(ref reader, "until");
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

    private struct Fields
    {
        public StandingKind? Standing;
        public Instant? Until;
        public string? Reason;
    }
}
