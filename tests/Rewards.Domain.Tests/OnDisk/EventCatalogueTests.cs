using Rewards.Domain.Members;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.OnDisk;

/// <summary>What is on disk stays readable for ever: codes, names and bytes are frozen here.</summary>
public sealed class EventCatalogueTests
{
    private const string Frozen = """
        1 activity-recorded.v1
        2 points-awarded.v1
        3 awards-approved.v1
        4 awards-rejected.v1
        5 awards-lapsed.v1
        6 awards-reversed.v1
        7 points-adjusted.v1
        8 points-expired.v1
        9 expiry-rescheduled.v1
        10 points-held.v1
        11 hold-settled.v1
        12 hold-released.v1
        13 amounts-weighed.v1
        14 history-counted.v1
        15 awards-queued.v1
        16 award-received.v1
        17 received-award-taken-back.v1
        18 contribution-measured.v1
        19 contribution-counted.v1
        20 contribution-taken-back.v1
        21 contribution-measured.v2
        22 amounts-weighed.v2
        23 support-given.v1
        24 support-received.v1
        28 granted-retroactively.v1
        32 contribution-received.v1
        33 received-contribution-taken-back.v1
        34 level-changed.v1
        35 badge-earned.v1
        36 badge-taken-back.v1
        37 effects-awaited.v1
        38 entitlement-granted.v1
        39 entitlement-taken-back.v1
        40 streak-counted.v1
        41 received-award-withheld.v1
        42 vesting-started.v1
        43 active-day-counted.v1
        44 vesting-matured.v1
        45 vesting-voided.v1
        46 budgets-drawn.v1
        47 standing-set.v1
        48 quest-advanced.v1
        49 quest-completed.v1
        50 quest-set-back.v1
        51 quest-undone.v1
        64 rules-published.v1
        65 rules-scheduled.v1
        66 schedule-cancelled.v1
        67 experiment-started.v1
        68 experiment-widened.v1
        69 experiment-stopped.v1
        70 contribution-set-apart.v1
        71 contribution-model-published.v1
        72 contribution-model-cancelled.v1
        73 retroactivity-declared.v1
        74 retroactive-grants-confirmed.v1
        75 retroactive-grants-advanced.v1
        76 retroactive-grants-finished.v1
        80 slice-leased.v1
        81 slice-settled.v1
        82 budget-freed.v1
        96 community-opened.v1
        97 api-key-created.v1
        98 api-key-revoked.v1
        """;

    public static TheoryData<int> Samples => [.. Enumerable.Range(0, EventSamples.All.Count)];

    [Fact]
    public void Catalogue_CodesAndNames_AreFrozen() => Assert.Equal(
        Frozen.ReplaceLineEndings("\n"),
        string.Join('\n', EventCatalogue.All.Select(codec => $"{codec.Code} {codec.Name}")));

    [Fact]
    public void Catalogue_EveryEntry_HasACapturedSample() => Assert.Equal(
        EventCatalogue.All.Select(codec => codec.Name),
        EventSamples.All.Select(sample => sample.Name).Distinct());

    [Theory]
    [MemberData(nameof(Samples))]
    public void Event_Captured_ReadsBackToItsValue(int index)
    {
        var sample = EventSamples.All[index];
        var recorded = new RecordedEvent(CodeOf(sample), Convert.FromHexString(sample.Hex));

        var read = EventCatalogue.Read(recorded);

        Assert.IsType(sample.Event.GetType(), read);
        Assert.Equal(Shape.Of(sample.Event), Shape.Of(read));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Event_Written_HasTheCapturedBytes(int index)
    {
        var sample = EventSamples.All[index];
        var codec = EventCatalogue.For(sample.Event);
        var writer = new ByteWriter();
        codec.Write(writer, sample.Event);

        Assert.Equal(sample.Name, codec.Name);
        Assert.Equal(sample.Hex, Convert.ToHexStringLower(writer.Written));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Event_CutShortOrTooLong_IsCorrupt(int index)
    {
        var (code, bytes) = (CodeOf(EventSamples.All[index]), Convert.FromHexString(EventSamples.All[index].Hex));
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = new RecordedEvent(code, bytes.AsMemory(0, length));
            Assert.Throws<JournalCorruptException>(() => EventCatalogue.Read(cut));
        }

        var longer = new RecordedEvent(code, (byte[])[.. bytes, 0]);
        Assert.Throws<JournalCorruptException>(() => EventCatalogue.Read(longer));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void MakesPostings_ForEveryEvent_AgreesWithItsPostings(int index)
    {
        var sample = EventSamples.All[index];
        var makes = sample.Event is MemberEvent { Postings.Count: > 0 };

        Assert.Equal(makes, EventCatalogue.MakesPostings(CodeOf(sample)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(99)]
    [InlineData(int.MaxValue)]
    public void Event_OfAnUnknownCode_IsCorrupt(int code) =>
        Assert.Throws<JournalCorruptException>(() => EventCatalogue.Read(new RecordedEvent(code, default)));

    private static int CodeOf(EventSample sample) =>
        EventCatalogue.All.Single(codec => codec.Name == sample.Name).Code;
}
