using System.Text;
using NodaTime;
using Rewards.Journal;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Reliability.Tests.PowerLoss;

/// <summary>One stream after the power came back: everything acknowledged is there, whole and once.</summary>
internal sealed class Survivor(IJournal journal, Writer writer, int number, CancellationToken cancellation)
{
    public async Task AssertAsync(long acknowledged, long erased, HashSet<(StreamId Stream, Instant At)> due)
    {
        var tail = await journal.ReadTailAsync(writer.Stream, cancellation);
        if (tail.Version < acknowledged)
        {
            throw new AcknowledgedLostException(
                $"{writer.Stream}: {acknowledged} versions were acknowledged, {tail.Version} are there.");
        }

        var page = await journal.ReadBackwardAsync(writer.Stream, null, 1_000_000, cancellation);
        Assert.Equal(Enumerable.Range(1, (int)tail.Version).Reverse(), page.Records.Select(one => (int)one.Version));
        foreach (var record in page.Records)
        {
            await AssertAsync(record, tail.Version, erased, due);
        }

        writer.StandAt(tail);
    }

    private async Task AssertAsync(
        StoredRecord record, long last, long erased, HashSet<(StreamId Stream, Instant At)> due)
    {
        var version = record.Version;
        Assert.Equal($"{version}", Scribe.TextOf(record));
        var row = await journal.FindRowAsync(writer.Stream, new RowKey(RowKind.Activity, $"{version}"), cancellation);
        Assert.Equal(version, row?.Version);
        var text = await journal.ReadSideAsync(record, cancellation);
        Assert.True(text is null || version > erased, $"The erased text of version {version} is back.");
        Assert.True(text is null || Encoding.UTF8.GetString(text.Value.Span).StartsWith(
            $"text {version} ", StringComparison.Ordinal));
        var isDone = version < last && Writer.DoesDue(version + 1);
        Assert.Equal(!isDone, due.Contains((writer.Stream, Writer.DueOf(number, version))));
    }
}

/// <summary>What must never happen.</summary>
internal sealed class AcknowledgedLostException(string message) : Exception(message);
