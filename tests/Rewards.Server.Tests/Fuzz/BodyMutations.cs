using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rewards.Server.Tests.Fuzz;

/// <summary>Spoils bodies: first the JSON, then its bytes.</summary>
internal static class BodyMutations
{
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One value replaced, left out, added or doubled.</summary>
    public static string Spoil(JsonNode body, Random random)
    {
        const string mark = "@@here@@";
        var places = Places(body).ToList();
        if (places.Count == 0)
        {
            return Pools.Json(random);
        }

        var (holder, name) = places[random.Next(places.Count)];
        var replacement = Pools.Json(random);
        switch (random.Next(5))
        {
            case 0 when holder is JsonObject map:
                map.Remove(name);
                break;
            case 1 when holder is JsonObject map:
                map[Pools.Of(random, Pools.Texts) + "-more"] = mark;
                break;
            case 2 when holder is JsonObject map:
                var doubled = map[name]?.ToJsonString(Readable) ?? "null";
                map[name] = mark;
                replacement = $"{doubled},{JsonSerializer.Serialize(name)}:{doubled}";
                break;
            default:
                Put(holder, name, mark);
                break;
        }

        return body.ToJsonString(Readable).Replace($"\"{mark}\"", replacement, StringComparison.Ordinal);
    }

    public static byte[] SpoilBytes(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length + 1);
        return random.Next(10) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
            2 => [.. bytes[..at], 0xFF, .. bytes[at..]],
            3 => [0xEF, 0xBB, 0xBF, .. bytes],
            4 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)),
            5 => [],
            6 => [.. bytes, .. bytes],
            7 => [.. bytes[..at], 0xC0, 0x80, .. bytes[at..]],
            8 => [.. Enumerable.Repeat((byte)' ', 70_000), .. bytes],
            _ => [.. bytes, .. ",\n"u8],
        };
    }

    private static IEnumerable<(JsonNode Holder, string Name)> Places(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => Places(entry.Value).Prepend((map, entry.Key))),
        JsonArray list => list.SelectMany((item, i) => Places(item).Prepend((list, $"{i}"))),
        _ => [],
    };

    private static void Put(JsonNode holder, string name, JsonNode value)
    {
        if (holder is JsonArray list)
        {
            list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            holder[name] = value;
        }
    }
}
