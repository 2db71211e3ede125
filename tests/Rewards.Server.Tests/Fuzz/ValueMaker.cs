using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rewards.Server.Tests.OpenApi;

namespace Rewards.Server.Tests.Fuzz;

/// <summary>Makes values that fit a schema of the document, as far as its keywords tell.</summary>
internal sealed class ValueMaker(SchemaValidator schemas, Random random)
{
    private const int DepthMax = 6;

    public JsonNode? Make(JsonObject schema, int depth = 0)
    {
        if (schema["$ref"] is { } reference)
        {
            return Make(schemas.Resolve(reference.GetValue<string>()).AsObject(), depth);
        }

        if (schema["const"] is { } only)
        {
            return only.DeepClone();
        }

        if (schema["enum"] is JsonArray values)
        {
            return values[random.Next(values.Count)]?.DeepClone();
        }

        if ((schema["oneOf"] ?? schema["allOf"]) is JsonArray parts)
        {
            // Beyond some depth the shortest way out: the last alternative of a recursive schema is a leaf.
            return Make(parts[depth > DepthMax ? parts.Count - 1 : random.Next(parts.Count)]!.AsObject(), depth + 1);
        }

        return TypeOf(schema) switch
        {
            "object" => MakeObject(schema, depth),
            "array" => MakeArray(schema, depth),
            "integer" => MakeInteger(schema),
            "number" => JsonNode.Parse(random.Next(2) == 0 ? "0.5" : "3")!,
            "boolean" => random.Next(2) == 0,
            "null" => null,
            _ => MakeText(schema),
        };
    }

    private string TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => several[random.Next(several.Count)]!.GetValue<string>(),
        { } one => one.GetValue<string>(),
        null => schema["properties"] is null ? "string" : "object",
    };

    private JsonObject MakeObject(JsonObject schema, int depth)
    {
        var made = new JsonObject();
        var required = (schema["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).ToHashSet();
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            if (required.Contains(name) || random.Next(depth + 2) == 0)
            {
                made[name] = Make(property!.AsObject(), depth + 1);
            }
        }

        if (schema["additionalProperties"] is JsonObject more)
        {
            var least = schema["minProperties"]?.GetValue<int>() ?? 0;
            for (var i = random.Next(3) + least; i > 0; i--)
            {
                made[$"name-{random.Next(5)}"] = Make(more, depth + 1);
            }
        }

        return made;
    }

    private JsonArray MakeArray(JsonObject schema, int depth)
    {
        var made = new JsonArray();
        for (var i = random.Next(3) + (schema["minItems"]?.GetValue<int>() ?? 0); i > 0; i--)
        {
            made.Add(schema["items"] is JsonObject items ? Make(items, depth + 1) : null);
        }

        return made;
    }

    /// <summary>At its bounds as often as between them.</summary>
    private JsonNode MakeInteger(JsonObject schema)
    {
        var least = schema["minimum"]?.GetValue<long>() ?? -10;
        var most = schema["maximum"]?.GetValue<long>() ?? 1_000;
        return random.Next(4) switch
        {
            0 => least,
            1 => most,
            _ => random.NextInt64(least, Math.Min(most, least + 1_000)),
        };
    }

    private JsonNode MakeText(JsonObject schema)
    {
        if (schema["format"]?.GetValue<string>() == "date-time")
        {
            var at = DateTime.UtcNow.AddMinutes(random.Next(-12_000, 10));
            return at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        var most = schema["maxLength"]?.GetValue<int>() ?? 100;
        return random.Next(6) switch
        {
            0 => new string('x', Math.Min(most, 4_096)),
            1 when schema["pattern"] is null => Pools.Of(random, Pools.Texts),
            2 => Pools.Member(random).Replace(' ', '-'),
            _ => Pools.Id(random),
        };
    }
}
