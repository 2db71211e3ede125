using System.Text.Json.Nodes;

namespace Rewards.Server.Tests.OpenApi;

/// <summary>Every keyword of the validator has been seen to refuse something.</summary>
public sealed class SchemaValidatorTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "5", "5.0")]
    [InlineData("""{"type":"integer"}""", "5", "\"5\"")]
    [InlineData("""{"type":["string","null"]}""", "null", "false")]
    [InlineData("""{"const":true}""", "true", "false")]
    [InlineData("""{"enum":["a","b"]}""", "\"a\"", "\"c\"")]
    [InlineData("""{"oneOf":[{"type":"string"},{"const":"x"}]}""", "\"y\"", "\"x\"")]
    [InlineData("""{"allOf":[{"type":"string"},{"minLength":2}]}""", "\"ab\"", "\"a\"")]
    [InlineData("""{"not":{"const":0}}""", "1", "0")]
    [InlineData("""{"required":["a"]}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":"x"}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", """{"a":1}""", """{"a":"x"}""")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"a":1}""", """{"ab":1}""")]
    [InlineData("""{"minProperties":1}""", """{"a":1}""", "{}")]
    [InlineData("""{"maxProperties":0}""", "{}", """{"a":1}""")]
    [InlineData("""{"items":{"type":"string"}}""", """["a"]""", "[1]")]
    [InlineData("""{"minItems":1}""", "[1]", "[]")]
    [InlineData("""{"maxItems":1}""", "[1]", "[1,2]")]
    [InlineData("""{"minLength":1}""", "\"a\"", "\"\"")]
    [InlineData("""{"maxLength":1}""", "\"文\"", "\"文章\"")]
    [InlineData("""{"pattern":"^a$"}""", "\"a\"", "\"b\"")]
    [InlineData("""{"minimum":1}""", "1", "0")]
    [InlineData("""{"maximum":1}""", "1", "2")]
    [InlineData("""{"$ref":"#/components/schemas/Text"}""", "\"a\"", "1")]
    public void Validator_AValue_FitsOrIsRefused(string schema, string fits, string refused)
    {
        var document = JsonNode.Parse("""{"components":{"schemas":{"Text":{"type":"string"}}}}""")!.AsObject();
        var validator = new SchemaValidator(document);
        var rule = JsonNode.Parse(schema)!.AsObject();
        Assert.Empty(validator.Validate(JsonNode.Parse(fits), rule));
        Assert.Single(validator.Validate(JsonNode.Parse(refused), rule));
        Assert.Empty(SchemaKeywords.Mistakes(rule, "#"));
    }

    [Fact]
    public void Validator_AKeywordThatIsNotKnown_IsAnError()
    {
        var schema = JsonNode.Parse("""{"type":"string","maxLenght":3}""")!.AsObject();
        Assert.Single(new SchemaValidator([]).Validate("a", schema));
        Assert.Single(SchemaKeywords.Mistakes(schema, "#"));
    }
}
