using System.Text;

namespace Rewards.Journal.Tests.Conformance;

/// <summary>Side records and their erasure.</summary>
public abstract partial class JournalConformance
{
    [Fact]
    public async Task Side_OfARecordWithoutOne_IsNull()
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next());
        var record = (await Journal.ReadTailAsync(scribe.Stream, Cancellation)).Records[0];
        Assert.Null(await Journal.ReadSideAsync(record, Cancellation));
        await Journal.EraseSideAsync(record, Cancellation);
    }

    [Fact]
    public async Task Side_WhenErased_IsGoneAndTheRestStays()
    {
        var scribe = Scribe.OfMember("m");
        await Journal.AppendAsync(scribe.Next("one", side: Encoding.UTF8.GetBytes("salt+secret one")));
        await Journal.AppendAsync(scribe.Next("two", side: Encoding.UTF8.GetBytes("salt+secret two")));
        var records = (await Journal.ReadTailAsync(scribe.Stream, Cancellation)).Records;

        await Journal.EraseSideAsync(records[0], Cancellation);
        await Journal.EraseSideAsync(records[0], Cancellation);

        for (var pass = 0; pass < 2; pass++)
        {
            Assert.Null(await Journal.ReadSideAsync(records[0], Cancellation));
            var kept = await Journal.ReadSideAsync(records[1], Cancellation);
            Assert.Equal("salt+secret two", Encoding.UTF8.GetString(kept!.Value.Span));
            Assert.Equal(["one", "two"], await TextsOf(scribe.Stream));
            await backend.ReopenAsync();
        }
    }
}
