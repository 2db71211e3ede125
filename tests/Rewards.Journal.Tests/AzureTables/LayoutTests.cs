using NodaTime;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;
using Rewards.Journal.AzureTables.Streams;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>Entities as they are on disk: captured once, read for ever.</summary>
public sealed class LayoutTests
{
    private static readonly Ticket Ticket = new("00112233aabbccdd", 7);

    [Fact]
    public void Append_OfTwoRecords_MakesTheseEntities()
    {
        var scribe = Scribe.OfMember("m/1");
        var due = new DueItem(Instant.FromUtc(2026, 5, 1, 12, 0), "expire");
        var batch = new Batch();
        batch.TryAdd(scribe.Next("one", rows: ["a", "b"], side: [1, 2, 3], due: [due]));
        batch.TryAdd(scribe.Next("two", rows: ["a"], snapshot: "state", done: [new DueToken(1, "d80!x")]));
        var partition = Keys.Partition(scribe.Stream);

        var written = batch.Operations(partition, StreamHead.Nothing, Ticket).Select(Told).ToArray();

        Assert.Equal(Captured, written);
    }

    [Fact]
    public void Commit_AsItWasCaptured_IsReadBack()
    {
        var scribe = Scribe.OfMember("m/1");
        var due = new DueItem(Instant.FromUtc(2026, 5, 1, 12, 0), "expire");
        Append[] appends = [scribe.Next("one", due: [due]), scribe.Next("two", done: [new DueToken(1, "d80!x")])];
        var partition = Keys.Partition(scribe.Stream);
        var entities = Commit.Entities(partition, Ticket, appends, Commit.Pack(appends)).ToList();

        var commit = Commit.Read(scribe.Stream, partition, entities);

        Assert.Equal((1, 2, Ticket), (commit.First, commit.Last, commit.Ticket));
        Assert.Equal(["one", "two"], commit.Records.Select(Scribe.TextOf));
        Assert.Equal(scribe.Hash.ToArray(), commit.Records[1].Hash.ToArray());
        Assert.Equal(
            ["d80065130ba80c000!3!ops!m~002f1!000000000000000100", "d80!x"], commit.Due.Select(change => change.Key));
        entities[0].With("Hash", new byte[32]);
        Assert.Throws<JournalCorruptException>(() => Commit.Read(scribe.Stream, partition, entities));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(Parts.BytesPerEntityMax, 1)]
    [InlineData(Parts.BytesPerEntityMax + 1, 2)]
    [InlineData(1 << 20, 2)]
    public void Parts_OfAnyLength_AreJoinedAgain(int length, int entities)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        var parts = Parts.Of("p", Keys.SnapshotPart, bytes).ToList();
        Assert.Equal(entities, parts.Count);
        Assert.Equal(bytes, Parts.Join(parts).ToArray());
    }

    private static readonly string[] Captured =
    [
    ];

    private static string Told(TableOperation operation) =>
        $"{operation.Kind} {operation.Entity.PartitionKey} {operation.Entity.RowKey} " + string.Join(
            ' ', operation.Entity.Properties.Select(property => $"{property.Key}={Told(property.Value)}"));

    private static string Told(object value) =>
        value is ReadOnlyMemory<byte> bytes ? Convert.ToHexStringLower(bytes.Span) : $"{value}";
}
