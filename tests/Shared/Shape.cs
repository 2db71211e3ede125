using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Rewards.Tests.Shared;

/// <summary>
/// Compares values by what they hold: records with lists inside are equal when everything in them is. Also the proof
/// that a value can travel as JSON.
/// </summary>
public static class Shape
{
    public static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new InstantConverter(), new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static string Of(object? value) =>
        value is null ? "null" : JsonSerializer.Serialize(value, value.GetType(), Options);

    public static object? Read(string json, Type type) => JsonSerializer.Deserialize(json, type, Options);

    /// <summary>NodaTime's instants are values without public parts; elsewhere they travel in this form too.</summary>
    private sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString()!).Value;

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }
}
