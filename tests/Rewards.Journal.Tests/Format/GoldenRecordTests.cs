using System.Text;
using NodaTime;
using Rewards.Journal.Records;

namespace Rewards.Journal.Tests.Format;

/// <summary>Records as they were written by earlier versions of the format; they are read for ever.</summary>
public sealed class GoldenRecordTests
{
    private const string Version1 =
        "01030C6F70732D61727469636C657306E7BEBD2D3432AC02A0D18C9EB4FDA50620000102030405060708090A0B0C0D0E0F10"
        + "1112131415161718191A1B1C1D1E1F0201056669727374C80100020103612D3100030F73686172657C61727469636C652D37"
        + "023135";

    private const string ChainOfVersion1 = "18B9F6EEA5321C13C30F450EF07B8E223CD46D1B6527CB86591AE9F50106EB29";

    [Fact]
    public void Record_OfFormatVersion1_IsReadForEver()
    {
        var record = RecordReader.Read(Convert.FromHexString(Version1));

        Assert.Equal(StreamId.OfMember("ops-articles", "羽-42"), record.Stream);
        Assert.Equal(300, record.Version);
        Assert.Equal(Instant.FromUtc(2026, 3, 1, 12, 30, 15) + Duration.FromMilliseconds(250), record.RecordedAt);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (byte)i), record.SideHash.ToArray());
        Assert.Equal([(1, "first"), (200, "")], record.Events.Select(e => (e.Code, Text(e.Payload))));
        Assert.Equal(
            [new RowKey(RowKind.Activity, "a-1"), new RowKey(RowKind.LimitUse, "share|article-7")],
            record.Rows.Select(r => r.Key));
        Assert.Equal("15", Text(record.RowValue(new RowKey(RowKind.LimitUse, "share|article-7"))));
    }

    [Fact]
    public void Record_WrittenToday_HasTheBytesOfFormatVersion1() =>
        Assert.Equal(Version1, Convert.ToHexString(Written()));

    [Fact]
    public void HashChain_OverTheRecord_IsTheCapturedOne() =>
        Assert.Equal(
            ChainOfVersion1,
            Convert.ToHexString(HashChain.Next(HashChain.Origin.Span, Convert.FromHexString(Version1))));

    [Fact]
    public void Record_CutAnywhere_IsCorrupt()
    {
        var bytes = Convert.FromHexString(Version1);
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes.AsMemory(0, length);
            Assert.Throws<JournalCorruptException>(() => RecordReader.Read(cut));
        }

        Assert.Throws<JournalCorruptException>(() => RecordReader.Read(bytes.Append((byte)0).ToArray()));
    }

    [Fact]
    public void Record_OfAnUnknownFormat_IsRefusedByItsNumber()
    {
        var bytes = Convert.FromHexString(Version1);
        bytes[0] = 9;
        var refusal = Assert.Throws<JournalCorruptException>(() => RecordReader.Read(bytes));
        Assert.Contains("format 9", refusal.Message, StringComparison.Ordinal);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static byte[] Written()
    {
        var writer = new RecordWriter();
        var at = Instant.FromUtc(2026, 3, 1, 12, 30, 15) + Duration.FromMilliseconds(250);
        byte[] sideHash = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        writer.Begin(StreamId.OfMember("ops-articles", "羽-42"), 300, at, sideHash);
        writer.Event(1, "first"u8.ToArray(), static (b, t) => b.Bytes(t));
        writer.Event(200, Array.Empty<byte>(), static (b, t) => b.Bytes(t));
        writer.Row(new RowKey(RowKind.Activity, "a-1"), []);
        writer.Row(new RowKey(RowKind.LimitUse, "share|article-7"), "15"u8);
        return writer.End();
    }
}
