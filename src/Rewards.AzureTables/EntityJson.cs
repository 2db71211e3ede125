using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Azure;

namespace Rewards.AzureTables;

/// <summary>
/// Entities as the service writes them in JSON: 64-bit numbers and binary are text with a type beside.
/// </summary>
internal static class EntityJson
{
    private const string TypeSuffix = "@odata.type";

    public static void Write(IBufferWriter<byte> target, TableEntity entity)
    {
        using var json = new Utf8JsonWriter(target);
        json.WriteStartObject();
        json.WriteString("PartitionKey", entity.PartitionKey);
        json.WriteString("RowKey", entity.RowKey);
        foreach (var (name, value) in entity.Properties)
        {
            WriteProperty(json, name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>One entity, with the ETag of the reply's header or of the JSON itself.</summary>
    /// <exception cref="FormatException">It is not an entity.</exception>
    public static TableEntity Read(JsonElement json, ETag? etag)
    {
        var read = etag
            ?? (json.TryGetProperty("odata.etag", out var inside) ? new ETag(inside.GetString()!) : default);
        var entity = new TableEntity(KeyOf(json, "PartitionKey"), KeyOf(json, "RowKey")) { ETag = read };
        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            if (name is "PartitionKey" or "RowKey" or "Timestamp" || name.Contains("odata.", StringComparison.Ordinal))
            {
                continue;
            }

            var type = json.TryGetProperty(name + TypeSuffix, out var given) ? given.GetString() : null;
            if (ReadProperty(property.Value, type) is { } value)
            {
                entity.Put(name, value);
            }
        }

        return entity;
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteString(name + TypeSuffix, "Edm.Int64");
                json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                break;
            case ReadOnlyMemory<byte> bytes:
                json.WriteString(name + TypeSuffix, "Edm.Binary");
                json.WriteBase64String(name, bytes.Span);
                break;
            default:
                throw new ArgumentException($"'{name}' is a {value.GetType().Name}, which an entity cannot hold.");
        }
    }

    private static object? ReadProperty(JsonElement value, string? type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.String, "Edm.Binary") => (ReadOnlyMemory<byte>)value.GetBytesFromBase64(),
        (JsonValueKind.String, "Edm.Int64") => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (JsonValueKind.String, _) => value.GetString(),
        (JsonValueKind.Number, _) when value.TryGetInt32(out var number) => number,
        (JsonValueKind.True or JsonValueKind.False, _) => value.GetBoolean(),
        _ => null,
    };

    private static string KeyOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var key) && key.GetString() is { } text
            ? text
            : throw new FormatException($"The service sent an entity without {name}.");
}
