using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Rewards.Domain.Programmes;
using Rewards.Server.Configuration;

namespace Rewards.Server.Tests.Configuration;

[Trait("Journal", "none")]
public sealed class YamlDocumentsTests
{
    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", 3, "a", "written twice (first on line 1)")]
    [InlineData("a:\n  - b: 1\n    'b': 2", 3, "a[0].b", "written twice")]
    [InlineData("{ a: 1,\n a: 2 }", 2, "a", "written twice")]
    [InlineData("a: &x 1", 1, "a", "anchor '&x'")]
    [InlineData("&x a: 1", 1, "document", "anchor '&x'")]
    [InlineData("a: 1\nb: *x", 2, "b", "alias '*x'")]
    [InlineData("a: !!str 5", 1, "a", "tags")]
    [InlineData("a: !mine { b: 1 }", 1, "a", "tags")]
    [InlineData("a: ! 5", 1, "a", "tags")]
    [InlineData("a:\n  <<: { b: 1 }", 2, "a", "merge key")]
    [InlineData("a: 1\n---\nb: 2", 2, "document", "second document")]
    [InlineData("%YAML 1.1\n---\na: 1", 1, "document", "directives")]
    [InlineData("%TAG ! tag:x,2000:\n---\na: 1", 1, "document", "directives")]
    [InlineData("a:\n\tb: 1", 2, "document", "tab")]
    [InlineData("a: 1 \t# why", 1, "document", "tab")]
    [InlineData("a: 1\nb: x\u0000y", 2, "document", "U+0000")]
    [InlineData("a: 1\u2028b: 2", 1, "document", "U+2028")]
    [InlineData("a: 1\nb: %", 2, "document", "is not YAML")]
    [InlineData("a: 1\nb: @x", 2, "document", "is not YAML")]
    [InlineData("a:\n  b: 1\n c: 2", 3, "document", "is not YAML")]
    [InlineData("a: [1, 2", 1, "document", "is not YAML")]
    [InlineData("a: 'open", 1, "document", "is not YAML")]
    [InlineData("a: \"\\ud800\"", 1, "document", "is not YAML")]
    [InlineData("", 1, "document", "is empty")]
    [InlineData("# nothing\n", 1, "document", "is empty")]
    [InlineData("? [a, b]\n: 1", 1, "document", "key that is no text")]
    [InlineData(": 1", 1, "document", "empty key")]
    [InlineData("a: 010", 1, "a", "is a number to some readers")]
    [InlineData("a: 0x1F", 1, "a", "is a number to some readers")]
    [InlineData("a: 0o17", 1, "a", "is a number to some readers")]
    [InlineData("a: 0b11", 1, "a", "is a number to some readers")]
    [InlineData("a: 1_000", 1, "a", "is a number to some readers")]
    [InlineData("a: 190:20:30", 1, "a", "is a number to some readers")]
    [InlineData("a: +5", 1, "a", "is a number to some readers")]
    [InlineData("a: .5", 1, "a", "is a number to some readers")]
    [InlineData("a: 5.", 1, "a", "is a number to some readers")]
    [InlineData("a: 1e3", 1, "a", "is a number to some readers")]
    [InlineData("a: -.inf", 1, "a", "is a number to some readers")]
    [InlineData("a: .nan", 1, "a", "is a number to some readers")]
    [InlineData("a: True", 1, "a", "write true in small letters")]
    [InlineData("a: NULL", 1, "a", "write null in small letters")]
    public void Parse_WhatIsNotOurYaml_IsToldWithLine(string yaml, int line, string field, string message)
    {
        var complaint = Assert.Throws<DocumentException>(() => Parse(yaml)).Errors[0];

        Assert.Contains(message, complaint.Message, StringComparison.Ordinal);
        Assert.Equal((line, field), (complaint.Line, complaint.Field));
    }

    [Theory]
    [InlineData("5", ScalarKind.Integer, "5")]
    [InlineData("-5", ScalarKind.Integer, "-5")]
    [InlineData("0.50", ScalarKind.Decimal, "0.50")]
    [InlineData("true", ScalarKind.Boolean, "true")]
    [InlineData("~", ScalarKind.Null, "null")]
    [InlineData("", ScalarKind.Null, "null")]
    [InlineData("yes", ScalarKind.Text, "yes")]
    [InlineData("off", ScalarKind.Text, "off")]
    [InlineData("'5'", ScalarKind.Text, "5")]
    [InlineData("\"true\"", ScalarKind.Text, "true")]
    [InlineData("P7D", ScalarKind.Text, "P7D")]
    [InlineData("2026-01-31", ScalarKind.Text, "2026-01-31")]
    [InlineData("1.2.3", ScalarKind.Text, "1.2.3")]
    [InlineData("羽毛 # note", ScalarKind.Text, "羽毛")]
    public void Parse_Scalar_MeansWhatItLooksLike(string written, ScalarKind kind, string text)
    {
        var entry = Assert.Single(Assert.IsType<MapNode>(Parse($"\n# comment\na: {written}\n")).Entries);

        Assert.Equal("a", entry.Key);
        Assert.Equal(new ScalarNode(3, kind, text), entry.Value);
    }

    [Fact]
    public void Parse_BlockAndFlow_GiveTheSameDocument()
    {
        var block = Parse("a:\n  - b: 1\n    c: x\n  - 2\n");
        var flow = Parse("a: [{ b: 1, c: x }, 2]");
        var json = JsonDocuments.Parse("""{ "a": [{ "c": "x", "b": 1 }, 2] }"""u8);

        Assert.Equal(JsonDocuments.WriteCanonical(json), JsonDocuments.WriteCanonical(block));
        Assert.Equal(JsonDocuments.WriteCanonical(json), JsonDocuments.WriteCanonical(flow));
    }

    [Fact]
    public void Parse_ByteOrderMarkAndWindowsLines_AreAccepted()
    {
        var map = Assert.IsType<MapNode>(YamlDocuments.Parse([0xEF, 0xBB, 0xBF, .. "a: 1\r\nb: 2\r\n"u8]));

        Assert.Equal([("a", 1), ("b", 2)], map.Entries.Select(entry => (entry.Key, entry.Line)));
    }

    [Fact]
    public void Parse_InvalidUtf8_IsToldWithLine()
    {
        var mistake = Assert.Throws<DocumentException>(() => YamlDocuments.Parse([.. "a: 1\nb: "u8, 0xC3, 0x28]));

        Assert.Equal(2, Assert.Single(mistake.Errors).Line);
    }

    [Fact]
    public void Parse_TooLarge_IsRefused() =>
        Assert.Throws<DocumentException>(() => YamlDocuments.Parse(new byte[DocumentLimits.BytesMax + 1]));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Parse_Nesting_IsBounded(int levels, bool allowed)
    {
        var yaml = new string('[', levels) + new string(']', levels);

        Assert.Equal(allowed, Record.Exception(() => Parse(yaml)) is null);
    }

    [Fact]
    public void Parse_AnyDamage_GivesADocumentOrComplaints()
    {
        var file = Path.Combine(Folder.OfRepository(), "config", "communities", "a-ops-articles.yaml");
        var good = File.ReadAllBytes(file);
        var damaged =
            from places in Gen.Choose(0, good.Length - 1).ListOf(3)
            from signs in Gen.Elements(" :-[]{}&*!|>'\"%@`#,?\n\t\0x\u0085\u00ff".Select(c => (byte)c)).ListOf(3)
            select Damage(good, places, signs);

        Prop.ForAll(Arb.From(damaged), bytes =>
        {
            var failure = Record.Exception(() => JsonDocuments.WriteCanonical(YamlDocuments.Parse(bytes)));
            Assert.True(
                failure is null or DocumentException { Errors.Count: > 0 and <= DocumentComplaints.Max }, $"{failure}");
        }).QuickCheckThrowOnFailure();
    }

    private static byte[] Damage(byte[] good, List<int> places, List<byte> signs)
    {
        var bytes = good.ToArray();
        for (var i = 0; i < places.Count; i++)
        {
            bytes[places[i]] = signs[i];
        }

        return bytes;
    }

    private static DocumentNode Parse(string yaml) => YamlDocuments.Parse(Encoding.UTF8.GetBytes(yaml));
}
