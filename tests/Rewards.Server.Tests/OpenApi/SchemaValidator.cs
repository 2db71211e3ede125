using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rewards.Server.Tests.OpenApi;

/// <summary>
/// Validates values against the part of JSON Schema 2020-12 that the document uses. A keyword that is not implemented
/// is an error, so that nothing is passed over in silence. An integer has no point and no exponent, as the server wants
/// it.
/// </summary>
internal sealed class SchemaValidator(JsonObject document)
{
    /// <summary>Says something to people only.</summary>
    public static readonly IReadOnlySet<string> Annotations =
        new HashSet<string> { "description", "default", "format", "title" };

    public IReadOnlyList<string> Validate(JsonNode? value, JsonObject schema)
    {
        var errors = new List<string>();
        Validate(value, schema, "", errors);
        return errors;
    }

    /// <summary>What a local reference names.</summary>
    public JsonNode Resolve(string reference)
    {
        JsonNode? found = document;
        foreach (var step in reference.Split('/').Skip(1))
        {
            found = found?[step];
        }

        return found ?? throw new InvalidOperationException($"{reference} leads nowhere.");
    }

    private void Validate(JsonNode? value, JsonObject schema, string path, List<string> errors)
    {
        foreach (var (keyword, rule) in schema)
        {
            if (!Annotations.Contains(keyword) && Breach(keyword, rule!, value, schema, path, errors) is { } breach)
            {
                errors.Add($"{path}: {breach}");
            }
        }
    }

    /// <summary>What is wrong by one keyword, or null; what lies below is added to the errors.</summary>
    private string? Breach(
        string keyword, JsonNode rule, JsonNode? value, JsonObject schema, string path, List<string> errors)
    {
        switch (keyword)
        {
            case "$ref":
                Validate(value, Resolve(rule.GetValue<string>()).AsObject(), path, errors);
                return null;
            case "type":
                var types = rule is JsonArray several ? several.Select(type => type!.ToString()) : [rule.ToString()];
                return types.Any(type => Is(value, type)) ? null : $"is {KindOf(value)}, not {rule.ToJsonString()}";
            case "const":
                return JsonNode.DeepEquals(value, rule) ? null : $"is not {rule.ToJsonString()}";
            case "enum":
                return rule.AsArray().Any(allowed => JsonNode.DeepEquals(value, allowed))
                    ? null
                    : $"{value?.ToJsonString()} is not one of {rule.ToJsonString()}";
            case "oneOf":
                var fitting = rule.AsArray().Count(part => Validate(value, part!.AsObject()).Count == 0);
                return fitting == 1 ? null : $"fits {fitting} of the alternatives";
            case "allOf":
                rule.AsArray().ToList().ForEach(part => Validate(value, part!.AsObject(), path, errors));
                return null;
            case "not":
                return Validate(value, rule.AsObject()).Count > 0 ? null : "is what it must not be";
            default:
                return value switch
                {
                    JsonObject map => OfObject(keyword, rule, map, schema, path, errors),
                    JsonArray list => OfArray(keyword, rule, list, path, errors),
                    _ => OfScalar(keyword, rule, value),
                };
        }
    }

    private string? OfObject(
        string keyword, JsonNode rule, JsonObject map, JsonObject schema, string path, List<string> errors)
    {
        switch (keyword)
        {
            case "required":
                var missing = rule.AsArray().Select(name => name!.ToString()).Where(name => !map.ContainsKey(name));
                return string.Join(", ", missing) is { Length: > 0 } names ? $"lacks {names}" : null;
            case "properties":
                foreach (var (name, property) in rule.AsObject().Where(property => map.ContainsKey(property.Key)))
                {
                    Validate(map[name], property!.AsObject(), $"{path}/{name}", errors);
                }

                return null;
            case "additionalProperties":
                foreach (var (name, more) in map.Where(more => schema["properties"]?[more.Key] is null))
                {
                    if (rule is JsonObject terms)
                    {
                        Validate(more, terms, $"{path}/{name}", errors);
                    }
                    else if (!rule.GetValue<bool>())
                    {
                        errors.Add($"{path}: has {name}, which is not declared");
                    }
                }

                return null;
            case "propertyNames":
                map.ToList().ForEach(entry => Validate(entry.Key, rule.AsObject(), $"{path}/{entry.Key}", errors));
                return null;
            case "minProperties": return map.Count >= rule.GetValue<int>() ? null : "has too few properties";
            case "maxProperties": return map.Count <= rule.GetValue<int>() ? null : "has too many properties";
            default: return RequireKnown(keyword);
        }
    }

    private string? OfArray(string keyword, JsonNode rule, JsonArray list, string path, List<string> errors)
    {
        switch (keyword)
        {
            case "items":
                for (var i = 0; i < list.Count; i++)
                {
                    Validate(list[i], rule.AsObject(), $"{path}/{i}", errors);
                }

                return null;
            case "minItems": return list.Count >= rule.GetValue<int>() ? null : "has too few items";
            case "maxItems": return list.Count <= rule.GetValue<int>() ? null : "has too many items";
            default: return RequireKnown(keyword);
        }
    }

    private static string? OfScalar(string keyword, JsonNode rule, JsonNode? value)
    {
        var text = value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        var number = value?.GetValueKind() == JsonValueKind.Number ? (decimal?)value.GetValue<decimal>() : null;
        var length = text?.EnumerateRunes().Count();
        return keyword switch
        {
            "minLength" => length is null || length >= rule.GetValue<int>() ? null : "is too short",
            "maxLength" => length is null || length <= rule.GetValue<int>() ? null : "is too long",
            "pattern" => text is null || Regex.IsMatch(text, rule.ToString()) ? null : $"'{text}' is not {rule}",
            "minimum" => number is null || number >= rule.GetValue<decimal>() ? null : $"{number} is less than {rule}",
            "maximum" => number is null || number <= rule.GetValue<decimal>() ? null : $"{number} is more than {rule}",
            _ => RequireKnown(keyword),
        };
    }

    /// <summary>A known keyword says nothing about a value of another kind.</summary>
    private static string? RequireKnown(string keyword) =>
        SchemaKeywords.Shapes.ContainsKey(keyword) ? null : $"the keyword {keyword} is not known";

    private static bool Is(JsonNode? value, string type) =>
        type == KindOf(value) || (type, KindOf(value)) is ("number", "integer");

    private static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
    };
}
