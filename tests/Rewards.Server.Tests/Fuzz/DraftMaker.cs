using System.Text;
using System.Text.Json.Nodes;
using Rewards.Server.Tests.OpenApi;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Fuzz;

/// <summary>
/// Makes requests of every operation of the document: from its examples and schemas, whole or spoiled. The same random
/// numbers, the same request.
/// </summary>
/// <param name="document">The OpenAPI document.</param>
/// <param name="keys">Keys that are used beside the admin's.</param>
/// <param name="spareKeys">Ids of keys that may be revoked.</param>
/// <param name="preview">The name of a preview that may be confirmed.</param>
internal sealed class DraftMaker(
    JsonObject document, IReadOnlyList<string> keys, IReadOnlyList<string> spareKeys, string preview)
{
    private readonly SchemaValidator schemas = new(document);
    private readonly Operation[] operations = [.. Operation.Of(document)];

    public Draft Make(Random random)
    {
        var operation = operations[random.Next(operations.Length)];
        if (operation.Scope is null)
        {
            // Those that ask for no key have little to get wrong: fewer of them.
            operation = operations[random.Next(operations.Length)];
        }

        var draft = new Draft(operation);
        draft.Target = Target(draft, random);
        var key = random.Next(4) == 0 ? keys[random.Next(keys.Count)] : Keys.Admin;
        draft.Headers.Add(("Authorization", $"Bearer {key}"));
        foreach (var header in draft.Operation.Parameters(schemas).Where(parameter => In(parameter) == "header"))
        {
            draft.Headers.Add((header["name"]!.GetValue<string>(), Pools.Id(random)));
        }

        if (draft.Operation.Content["requestBody"]?["content"]!.AsObject().Single() is { } content)
        {
            draft.Headers.Add(("Content-Type", content.Key));
            draft.Body = Body(content.Value!.AsObject(), draft.Target, random);
        }

        for (var i = random.Next(3); i > 1; i--)
        {
            HeadMutations.Spoil(draft, random);
        }

        if (random.Next(15) == 0)
        {
            HeadMutations.Break(draft, random);
        }

        return draft;
    }

    private static string In(JsonObject parameter) => parameter["in"]!.GetValue<string>();

    private string Target(Draft draft, Random random)
    {
        var path = draft.Operation.Path;
        var query = new List<string>();
        foreach (var parameter in draft.Operation.Parameters(schemas))
        {
            var name = parameter["name"]!.GetValue<string>();
            if (In(parameter) == "path")
            {
                var value = PathValue(name, parameter, random);
                draft.MayBeElsewhere |= value is "" or "." or "..";
                draft.IsBroken |= value.Contains('\0', StringComparison.Ordinal);
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            }
            else if (In(parameter) == "query" && random.Next(8) < (parameter["required"] is null ? 2 : 7))
            {
                JsonNode? made = name == "basedOn" && random.Next(4) > 0
                    ? random.Next(3)
                    : new ValueMaker(schemas, random).Make(parameter["schema"]!.AsObject());
                query.Add($"{name}={Uri.EscapeDataString($"{made}"[..Math.Min(2_000, $"{made}".Length)])}");
            }
        }

        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    private string PathValue(string name, JsonObject parameter, Random random) =>
        (name, random.Next(12)) switch
        {
            (_, 0) => Pools.Of(random, [.. Pools.Texts.Where(text => text.Length <= 500)]),
            (_, 1) => parameter["example"]?.ToString() ?? "x",
            ("community", _) => Pools.Of(random, Pools.Communities),
            ("member", _) => Pools.Member(random),
            ("version", _) => $"{random.Next(1, 4)}",
            ("code", _) => "id-conflict",
            ("experiment", _) => Pools.Ids[random.Next(3)],
            ("id", _) => spareKeys[random.Next(spareKeys.Count)],
            _ => Pools.Id(random),
        };

    private byte[] Body(JsonObject content, string target, Random random)
    {
        var lines = content["x-line-schema"] is not null;
        var count = lines ? random.Next(1, 8) : 1;
        var text = string.Join('\n', Enumerable.Range(0, count).Select(_ => One(content, target, random)));
        var bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(12) == 0 ? BodyMutations.SpoilBytes(bytes, random) : bytes;
    }

    private string One(JsonObject content, string target, Random random)
    {
        var examples = Operation.Examples(content).Select(example => example.Value).ToList();
        var schema = (content["x-line-schema"] ?? content["schema"])!.AsObject();
        var body = examples.Count == 0 || random.Next(4) == 0
            ? new ValueMaker(schemas, random).Make(schema)!
            : Example(examples[random.Next(examples.Count)], random);
        if (body is JsonObject map && map.ContainsKey("member"))
        {
            (map["id"], map["member"]) = (Pools.Id(random), Pools.Member(random));
        }

        if (body is JsonObject named && random.Next(4) > 0)
        {
            Fit(named, target);
        }

        return random.Next(3) == 0 ? BodyMutations.Spoil(body, random) : body.ToJsonString();
    }

    /// <summary>What a body names that must be that of its place.</summary>
    private void Fit(JsonObject body, string target)
    {
        var parts = target.Split('/', '?');
        if (body.ContainsKey("community") && parts.Length > 3)
        {
            body["community"] = parts[3];
        }

        if (body.ContainsKey("preview"))
        {
            body["preview"] = preview;
        }
    }

    /// <summary>An example of a stream is a text of lines.</summary>
    private static JsonNode Example(JsonNode example, Random random)
    {
        if (example is not JsonValue stream)
        {
            return example.DeepClone();
        }

        var lines = stream.GetValue<string>().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            return JsonNode.Parse(lines[random.Next(lines.Length)])!;
        }
        catch (System.Text.Json.JsonException)
        {
            return JsonNode.Parse(lines[0])!;
        }
    }
}
