using System.Text;

namespace Rewards.Server.Tests.BadInput;

/// <summary>A body that is refused, and the problem that says why.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Code">The problem type.</param>
/// <param name="Body">The bytes.</param>
/// <param name="Field">What the problem names as 'field', if it does.</param>
internal sealed record BadBody(string Name, string Code, byte[] Body, string? Field = null)
{
    private const string Rest = "\"member\":\"lin\",\"type\":\"quiz-answered\",\"subject\":\"article-7\"";

    /// <summary>Bodies of an activity that no community takes.</summary>
    public static IEnumerable<BadBody> OfActivities() => [.. Forms(), .. Fields(), .. Facts(), .. IdsAndTimes()];

    public override string ToString() => Name;

    private static IEnumerable<BadBody> Forms() =>
    [
        Text("empty body", "invalid-json", ""),
        Text("blank body", "invalid-json", "  \n "),
        Text("word", "invalid-json", "activity"),
        Text("half an object", "invalid-json", """{"id":"a","""),
        Text("trailing garbage", "invalid-json", $$"""{"id":"a",{{Rest}}} {}"""),
        Text("trailing comma", "invalid-json", $$"""{"id":"a",{{Rest}},}"""),
        Text("comment", "invalid-json", $$"""{"id":"a",/* so */{{Rest}}}"""),
        Text("byte order mark", "invalid-json", "\uFEFF" + $$"""{"id":"a",{{Rest}}}"""),
        Text("number that is none", "invalid-json", $$$"""{"id":"a",{{{Rest}}},"facts":{"n":01}}"""),
        Text("array", "wrong-type", $$"""[{"id":"a",{{Rest}}}]"""),
        Text("null", "wrong-type", "null"),
        Text("string", "wrong-type", "\"a\""),
        Text("deep array", "too-deep", new string('[', 10_000)),
        Text("deep fact", "too-deep", $$$"""{"id":"a",{{{Rest}}},"facts":{"a":{{{Nested(100)}}}}}"""),
        Text("deep unknown field", "too-deep", $$$"""{"id":"a",{{{Rest}}},"more":{{{Nested(100)}}}}"""),
        Text("deep id", "too-deep", $$"""{"id":{{Nested(100)}},{{Rest}}}"""),
        new("invalid UTF-8", "invalid-utf8", Bytes($$"""{"id":"a~",{{Rest}}}""", 0xC3)),
        new("overlong UTF-8", "invalid-utf8", Bytes($$"""{"id":"a~",{{Rest}}}""", 0xC0, 0xAF)),
        new("surrogate in UTF-8", "invalid-utf8", Bytes($$"""{"id":"a~",{{Rest}}}""", 0xED, 0xA0, 0x80)),
        Text("lone surrogate escape", "invalid-utf8", $$"""{"id":"a\ud800",{{Rest}}}"""),
        Text("lone surrogate in a fact's name", "invalid-utf8", $$$"""{"id":"a",{{{Rest}}},"facts":{"\udc00":1}}"""),
        Text("lone surrogate in a field's name", "invalid-utf8", $$"""{"\ud800":"a",{{Rest}}}"""),
    ];

    private static IEnumerable<BadBody> Fields() =>
    [
        Text("unknown field", "unknown-field", $$"""{"id":"a",{{Rest}},"sbuject":"x"}""", "sbuject"),
        Text("field in other case", "unknown-field", $$"""{"Id":"a",{{Rest}}}""", "Id"),
        Text("duplicate field", "duplicate-field", $$"""{"id":"a",{{Rest}},"id":"a"}""", "id"),
        Text("duplicate field by escape", "duplicate-field", $$"""{"id":"a",{{Rest}},"\u0069d":"a"}""", "id"),
        Text("no id", "missing-field", $$"""{{{Rest}}}""", "id"),
        Text("no member", "missing-field", """{"id":"a","type":"quiz-answered"}""", "member"),
        Text("no type", "missing-field", """{"id":"a","member":"lin"}""", "type"),
        Text("empty object", "missing-field", "{}", "id"),
        Text("number as id", "wrong-type", $$"""{"id":7,{{Rest}}}""", "id"),
        Text("null as id", "wrong-type", $$"""{"id":null,{{Rest}}}""", "id"),
        Text("null as optional", "wrong-type", """{"id":"a","member":"lin","type":"t","subject":null}""", "subject"),
        Text("array as facts", "wrong-type", $$"""{"id":"a",{{Rest}},"facts":[]}""", "facts"),
        Text("number as time", "wrong-type", $$"""{"id":"a",{{Rest}},"at":1795000000}""", "at"),
    ];

    private static IEnumerable<BadBody> Facts() =>
    [
        Fact("null as fact", "wrong-type", "\"a\":null", "facts.a"),
        Fact("array as fact", "wrong-type", "\"a\":[1]", "facts.a"),
        Fact("object as fact", "wrong-type", "\"a\":{}", "facts.a"),
        Fact("duplicate fact", "duplicate-field", "\"a\":1,\"b\":2,\"a\":1", "facts.a"),
        Fact("too large an integer", "number-out-of-range", "\"a\":9223372036854775808", "facts.a"),
        Fact("too small an integer", "number-out-of-range", "\"a\":-9223372036854775809", "facts.a"),
        Fact("too large a decimal", "number-out-of-range", "\"a\":1e300", "facts.a"),
        Fact("too exact a decimal", "number-out-of-range", "\"a\":0." + new string('1', 40), "facts.a"),
        Fact("too fine a decimal with an exponent", "number-out-of-range", "\"a\":1e-30", "facts.a"),
        Fact("too fine a decimal in another way", "number-out-of-range", "\"a\":1.5E-28", "facts.a"),
        Fact("fact without a name", "invalid-value", "\"\":1", "facts"),
        Fact("long name of a fact", "invalid-value", $"\"{new string('n', 65)}\":1", "facts"),
        Fact("long text of a fact", "invalid-value", $"\"a\":\"{new string('t', 4097)}\"", "facts.a"),
        Fact("too many facts", "too-many-facts", string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"f{i}\":1")),
            null),
        Fact("decimal for a declared boolean", "fact-type", "\"correct\":1.0", null),
        Fact("text for a declared boolean", "fact-type", "\"correct\":\"true\"", null),
    ];

    private static IEnumerable<BadBody> IdsAndTimes() =>
    [
        Id("empty id", ""),
        Id("id of 129 characters", new string('x', 129)),
        Id("id of 300 characters", new string('x', 300)),
        Id("id of 300 Chinese characters", new string('羽', 300)),
        Id("id with a line break", "a\\nb"),
        Id("id with NUL", "a\\u0000"),
        Id("id with a C1 control character", "a\\u0085"),
        Id("id that no address can hold", "."),
        Text("member that no address can hold", "invalid-id", """{"id":"a","member":"..","type":"t"}""", "member"),
        Text("counterparty that no address can hold", "invalid-id",
            """{"id":"a","member":"lin","type":"t","counterparty":"."}""", "counterparty"),
        Text("empty subject", "invalid-id", """{"id":"a","member":"lin","type":"t","subject":""}""", "subject"),
        At("time without a zone", "2026-11-20T08:30:00"),
        At("time with an offset", "2026-11-20T08:30:00+08:00"),
        At("date", "2026-11-20"),
        At("31 February", "2026-02-31T00:00:00Z"),
        At("hour 24", "2026-11-20T24:00:00Z"),
        At("leap second", "2026-06-30T23:59:60Z"),
        At("nanoseconds", "2026-11-20T08:30:00.123456789Z"),
        At("five-digit year", "12026-11-20T08:30:00Z"),
        At("blank before a time", " 2026-11-20T08:30:00Z"),
        Text("time long ago", "time-out-of-range", $$"""{"id":"a",{{Rest}},"at":"2020-01-01T00:00:00Z"}"""),
        Text("time far ahead", "time-out-of-range", $$"""{"id":"a",{{Rest}},"at":"2126-01-01T00:00:00Z"}"""),
        Text("unknown type", "unknown-activity-type", """{"id":"a","member":"lin","type":"quiz-anwsered"}"""),
    ];

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);

    private static BadBody Text(string name, string code, string body, string? field = null) =>
        new(name, code, Encoding.UTF8.GetBytes(body), field);

    private static BadBody Fact(string name, string code, string facts, string? field) =>
        Text(name, code, $$$"""{"id":"a",{{{Rest}}},"facts":{{{{facts}}}}}""", field);

    private static BadBody Id(string name, string id) =>
        Text(name, "invalid-id", $$"""{"id":"{{id}}",{{Rest}}}""", "id");

    private static BadBody At(string name, string at) =>
        Text(name, "invalid-time", $$"""{"id":"a",{{Rest}},"at":"{{at}}"}""", "at");

    /// <summary>The text with these bytes in place of '~'.</summary>
    private static byte[] Bytes(string text, params byte[] odd) =>
        [.. Encoding.UTF8.GetBytes(text).SelectMany(one => one == (byte)'~' ? odd : [one])];
}
