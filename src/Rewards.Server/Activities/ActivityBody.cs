using System.Text.Json;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Server.Http;

namespace Rewards.Server.Activities;

/// <summary>The body of an activity, read strictly.</summary>
public static class ActivityBody
{
    /// <summary>Reads a body of valid UTF-8.</summary>
    /// <exception cref="ProblemException">Any of the problems of a body.</exception>
    public static (MemberId Member, Activity Activity) Read(ReadOnlySpan<byte> utf8)
    {
        var fields = StrictJson.ReadObject<Fields>(utf8, ReadField);
        var activity = new Activity(
            new ActivityId(fields.Id ?? throw StrictJson.Missing("id")),
            fields.Type ?? throw StrictJson.Missing("type"),
            fields.At,
            fields.Subject,
            fields.Counterparty,
            fields.Facts ?? []);
        return (new MemberId(fields.Member ?? throw StrictJson.Missing("member")), activity);
    }

    private static bool ReadField(ref Utf8JsonReader reader, ref Fields target, scoped ref FieldsSeen seen)
    {
        if (reader.ValueTextEquals("id"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 0, "id");
            target.Id = StrictJson.ReadAddressedId(ref reader, "id");
        }
        else if (reader.ValueTextEquals("member"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 1, "member");
            target.Member = StrictJson.ReadAddressedId(ref reader, "member");
        }
        else if (reader.ValueTextEquals("type"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 2, "type");
            target.Type = StrictJson.ReadId(ref reader, "type");
        }
        else if (reader.ValueTextEquals("at"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 3, "at");
            target.At = StrictJson.ReadTime(ref reader, "at");
        }
        else if (reader.ValueTextEquals("subject"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 4, "subject");
            target.Subject = StrictJson.ReadId(ref reader, "subject");
        }
        else if (reader.ValueTextEquals("counterparty"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 5, "counterparty");
            target.Counterparty = StrictJson.ReadAddressedId(ref reader, "counterparty");
        }
        else if (reader.ValueTextEquals("facts"u8))
        {
            StrictJson.Begin(ref reader, ref seen, 6, "facts");
            target.Facts = FactsBody.Read(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private struct Fields
    {
        public string? Id;
        public string? Member;
        public string? Type;
        public Instant? At;
        public string? Subject;
        public string? Counterparty;
        public Fact[]? Facts;
    }
}
