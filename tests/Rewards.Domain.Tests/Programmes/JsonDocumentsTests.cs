using System.Text;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Tests.Programmes;

public sealed class JsonDocumentsTests
{
    [Theory]
    [InlineData("{\n \"a\": 1,\n \"a\": 2 }", 3, "a", "written twice")]
    [InlineData("{\n \"a\": { \"b\": 1, \"\\u0062\": 2 } }", 2, "a.b", "written twice")]
    [InlineData("{ \"a\": 1\n // why\n }", 2, "document", "is not JSON")]
    [InlineData("{ \"a\": [1,\n2,] }", 2, "document", "is not JSON")]
    [InlineData("{ \"a\": 1 } {}", 1, "document", "is not JSON")]
    [InlineData("{ \"a\": 01 }", 1, "document", "is not JSON")]
    [InlineData("{ 'a': 1 }", 1, "document", "is not JSON")]
    [InlineData("{ \"a\": ", 1, "document", "is not JSON")]
    [InlineData("", 1, "document", "is not JSON")]
    [InlineData("{ \"a\":\n[0, 1e3] }", 2, "a[1]", "without exponent")]
    [InlineData("{ \"a\": 11111111111111111111111111111111111111111111111111111111111111111 }", 1, "a", "at most 64")]
    [InlineData("{ \"a\":\n\"\\ud800\" }", 2, "a", "surrogate")]
    [InlineData("{\n\"\\udc00\": 1 }", 2, "document", "surrogate")]
    public void Parse_WhatIsNotAllowed_IsToldWithLine(string json, int line, string field, string message)
    {
        var complaint = Assert.Single(Assert.Throws<DocumentException>(() => Sample.Parse(json)).Errors);

        Assert.Equal((line, field), (complaint.Line, complaint.Field));
        Assert.Contains(message, complaint.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_InvalidUtf8_IsRefused()
    {
        var mistake = Assert.Throws<DocumentException>(() => JsonDocuments.Parse([(byte)'"', 0xFF, (byte)'"']));

        Assert.Contains("not valid UTF-8", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooLarge_IsRefusedUnread() =>
        Assert.Throws<DocumentException>(() => JsonDocuments.Parse(new byte[DocumentLimits.BytesMax + 1]));

    [Fact]
    public void Parse_TooDeep_IsRefused()
    {
        static string Deep(int levels) => new string('[', levels) + new string(']', levels);

        Assert.IsType<ListNode>(Sample.Parse(Deep(DocumentLimits.DepthMax)));
        Assert.Throws<DocumentException>(() => Sample.Parse(Deep(DocumentLimits.DepthMax + 1)));
    }

    [Fact]
    public void Parse_Values_KeepKindOrderAndLine()
    {
        var map = Assert.IsType<MapNode>(Sample.Parse("{\n\"z\": 1,\r\n\"a\": [\n1.50, null, false]\n}"));

        Assert.Equal([("z", 2), ("a", 3)], map.Entries.Select(entry => (entry.Key, entry.Line)));
        Assert.Equal(new ScalarNode(2, ScalarKind.Integer, "1"), map.Entries[0].Value);
        Assert.Equal(
            [
                new ScalarNode(4, ScalarKind.Decimal, "1.50"),
                new ScalarNode(4, ScalarKind.Null, "null"),
                new ScalarNode(4, ScalarKind.Boolean, "false"),
            ],
            Assert.IsType<ListNode>(map.Entries[1].Value).Items);
    }

    [Theory]
    [InlineData("{ \"b\": 1, \"a\": [2, 1], \"B\": {} }", "{\"B\":{},\"a\":[2,1],\"b\":1}")]
    [InlineData("[-0, -0.0, 1.500, 5.00, -10]", "[0,0.0,1.5,5.0,-10]")]
    [InlineData(
        "[true, null, \"\\u7fbd\\/\\n\\u0001\\u007f\\ud83d\\udc26<&+\"]",
        "[true,null,\"羽/\\n\\u0001\u007f\U0001F426<&+\"]")]
    public void WriteCanonical_AnySpelling_BecomesOne(string json, string canonical) =>
        Assert.Equal(canonical, Encoding.UTF8.GetString(JsonDocuments.WriteCanonical(Sample.Parse(json))));

    [Theory]
    [InlineData(ScalarKind.Integer, "1.5")]
    [InlineData(ScalarKind.Decimal, "010.5")]
    [InlineData(ScalarKind.Boolean, "yes")]
    public void WriteCanonical_NodeThatNoParserMakes_IsRefused(ScalarKind kind, string text) =>
        Assert.ThrowsAny<ArgumentException>(() => JsonDocuments.WriteCanonical(new ScalarNode(1, kind, text)));

    [Fact]
    public void WriteCanonical_HalfOfASurrogatePair_IsRefused()
    {
        // Not in the theory above: attributes hold UTF-8 and would hold a replacement character instead.
        var node = new ScalarNode(1, ScalarKind.Text, "\uD800");

        Assert.ThrowsAny<ArgumentException>(() => JsonDocuments.WriteCanonical(node));
    }

    [Fact]
    public void Hash_OfCanonicalForm_IsSha256InLowerCase() => Assert.Equal(
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        DocumentHash.Of(JsonDocuments.WriteCanonical(Sample.Parse(" { } "))));
}
