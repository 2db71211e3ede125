using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Rewards.Domain.Programmes;

namespace Rewards.Domain.Tests.Programmes;

/// <summary>The journal keeps the canonical form for ever: what is read back must be what was published.</summary>
public sealed class CanonicalFormTests
{
    private static readonly Gen<string> Texts =
        Gen.Elements("a", "B", "\"", "\\", "\n", "\u0001", "羽", "\U0001F426", "\u2028", "5", "true").ListOf()
            .Select(parts => string.Concat(parts));

    private static readonly Gen<DocumentNode> Scalars = Gen.OneOf(
        Texts.Select(DocumentNode (text) => new ScalarNode(0, ScalarKind.Text, text)),
        ArbMap.Default.GeneratorFor<long>().Select(DocumentNode (n) => new ScalarNode(0, ScalarKind.Integer, $"{n}")),
        ArbMap.Default.GeneratorFor<ushort>().Select(
            DocumentNode (n) => new ScalarNode(0, ScalarKind.Decimal, $"-{n}.{n % 1000}00")),
        Gen.Elements<DocumentNode>(
            new ScalarNode(0, ScalarKind.Boolean, "true"),
            new ScalarNode(0, ScalarKind.Boolean, "false"),
            new ScalarNode(0, ScalarKind.Null, "null")));

    [Fact]
    public void Canonical_OfAnyDocument_IsReadBackAsTheSameDocument() =>
        Prop.ForAll(Arb.From(Documents(4)), document =>
        {
            var canonical = JsonDocuments.WriteCanonical(document);
            var again = JsonDocuments.Parse(canonical);
            return canonical.AsSpan().SequenceEqual(JsonDocuments.WriteCanonical(again))
                && Outline.Of(document) == Outline.Of(again);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Canonical_OfAnyOrderOfKeys_IsTheSame() =>
        Prop.ForAll(Arb.From(Documents(4)), document => JsonDocuments.WriteCanonical(document).AsSpan()
            .SequenceEqual(JsonDocuments.WriteCanonical(Reversed(document)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_AnyBytes_GivesADocumentOrComplaints() =>
        Prop.ForAll(Arb.From(Damaged()), bytes =>
        {
            try
            {
                JsonDocuments.Parse(bytes);
            }
            catch (DocumentException mistakes)
            {
                return mistakes.Errors.Count is > 0 and <= DocumentComplaints.Max;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_AnyDocument_GivesAProgrammeThatItsContentGivesAgainOrComplaints() =>
        Prop.ForAll(Arb.From(Grafted()), document =>
        {
            try
            {
                var programme = ProgrammeReader.Read(document, 1);
                var again = ProgrammeReader.Read(JsonDocuments.Parse(programme.Content.Span), 1);
                return Outline.Of(programme) == Outline.Of(again);
            }
            catch (DocumentException mistakes)
            {
                return mistakes.Errors.Count is > 0 and <= DocumentComplaints.Max;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Programme_OfItsOwnContentAndOfAnyOrderOfKeys_IsEqual()
    {
        var programme = Sample.Read(Sample.Json);

        var again = ProgrammeReader.Read(JsonDocuments.Parse(programme.Content.Span), 1);
        var reversed = ProgrammeReader.Read(Reversed(Sample.Parse(Sample.Json)), 1);

        Assert.Equal(Outline.Of(programme), Outline.Of(again));
        Assert.Equal(Outline.Of(programme), Outline.Of(reversed));
        Assert.True(programme.Content.Span.SequenceEqual(again.Content.Span));
        Assert.True(programme.Content.Span.SequenceEqual(reversed.Content.Span));
    }

    private static Gen<DocumentNode> Documents(int depth) => depth == 0
        ? Scalars
        : Gen.Frequency(
            (2, Scalars),
            (1, Documents(depth - 1).ListOf(3).Select(DocumentNode (items) => new ListNode(0, [.. items]))),
            (2, from keys in Texts.ListOf(4)
                from values in Documents(depth - 1).ListOf(4)
                select (DocumentNode)Map(keys, values)));

    private static MapNode Map(IEnumerable<string> keys, IEnumerable<DocumentNode> values) => new(
        0, [.. keys.Zip(values, (key, value) => new MapEntry(key, 0, value)).DistinctBy(entry => entry.Key)]);

    /// <summary>The sample with some bytes replaced.</summary>
    private static Gen<byte[]> Damaged() =>
        from places in Gen.Choose(0, Encoding.UTF8.GetByteCount(Sample.Json) - 1).ListOf(3)
        from values in ArbMap.Default.GeneratorFor<byte>().ListOf(3)
        select Damage(places, values);

    private static byte[] Damage(List<int> places, List<byte> values)
    {
        var bytes = Encoding.UTF8.GetBytes(Sample.Json);
        for (var i = 0; i < places.Count; i++)
        {
            bytes[places[i]] = values[i];
        }

        return bytes;
    }

    /// <summary>The sample with one random node put in the place of one of its nodes.</summary>
    private static Gen<DocumentNode> Grafted() =>
        from graft in Documents(2)
        from place in Gen.Choose(0, 120)
        select Graft(Sample.Parse(Sample.Json), graft, new Countdown(place));

    private static DocumentNode Graft(DocumentNode node, DocumentNode graft, Countdown countdown) =>
        countdown.IsOver() ? graft : node switch
        {
            ListNode list => new ListNode(0, [.. list.Items.Select(item => Graft(item, graft, countdown))]),
            MapNode map => new MapNode(0, [.. map.Entries.Select(
                entry => entry with { Value = Graft(entry.Value, graft, countdown) })]),
            _ => node,
        };

    private static DocumentNode Reversed(DocumentNode node) => node switch
    {
        ListNode list => new ListNode(0, [.. list.Items.Select(Reversed)]),
        MapNode map => new MapNode(0, [.. map.Entries.Reverse().Select(
            entry => entry with { Value = Reversed(entry.Value) })]),
        _ => node,
    };

    private sealed class Countdown(int left)
    {
        private int left = left;

        public bool IsOver() => left-- == 0;
    }
}
