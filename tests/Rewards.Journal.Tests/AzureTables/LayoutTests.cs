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
    public void Batch_FilledUp_FitsWithTheStaleHalfOfALargerSnapshot()
    {
        var scribe = Scribe.OfMember("m");
        var before = new StreamHead(0, new byte[32], Ticket.None, 0, 0, SnapshotParts: 2, default);
        for (var rows = 1; rows < 64; rows++)
        {
            var batch = new Batch();
            var made = 0;
            while (batch.TryAdd(
                scribe.Next(rows: [.. Enumerable.Range(0, rows).Select(i => $"{made}-{i}")], snapshot: "s"), 0))
            {
                made++;
            }

            Assert.InRange(
                batch.Operations("p", before, new Ticket("s", 1)).Count, 1, TableLimits.EntitiesPerTransactionMax);
            scribe = Scribe.OfMember("m");
        }
    }

    [Fact]
    public void Append_OfTwoRecords_MakesTheseEntities()
    {
        var scribe = Scribe.OfMember("m/1");
        var due = new DueItem(Instant.FromUtc(2026, 5, 1, 12, 0), "expire");
        var batch = new Batch();
        batch.TryAdd(scribe.Next("one", rows: ["a", "b"], side: [1, 2, 3], due: [due]), 0);
        batch.TryAdd(scribe.Next("two", rows: ["a"], snapshot: "state", done: [new DueToken(1, "d80!x")]), 0);
        var partition = Keys.Partition(scribe.Stream);

        var written = batch.Operations(partition, StreamHead.Nothing, Ticket).Select(Told).ToArray();

        Assert.Equal(Captured, written);
    }

    [Fact]
    public void DueEntry_ThatCannotBeRead_KeepsItsPlaceAndTime()
    {
        var stream = StreamId.OfMember("ops", "m/1");
        var due = new DueItem(Instant.FromUtc(2026, 5, 1, 12, 0), "expire");
        var added = DueChange.Add(stream, Keys.Partition(stream), 1, 0, due);
        var entity = added.Operation().Entity!;
        Assert.Equal(added.Added, DueChange.Read(entity));
        byte[] bytes = [.. entity.Bytes("Entry").Span];
        bytes[1] = 100;

        var damaged = DueChange.Read(new TableEntity(Keys.Log, entity.RowKey).With("Entry", bytes));

        Assert.Equal((added.Added!.Value.Token, due.At, ""), (damaged.Token, damaged.At, damaged.Key));
        Assert.Contains(entity.RowKey, damaged.Damage, StringComparison.Ordinal);
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
            ["d800650c05200f000!3!ops!m~002f1!000000000000000100", "d80!x"], commit.Due.Select(change => change.Key));
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
        "Insert 3!ops!m~002f1 a Format=1 Version=2 Hash=96ae109d2951f170e2b1bc0872025fcf9e862535e396a4b89"
        + "db1872c7c7b8c7a Session=00112233aabbccdd Ticket=7 First=1 Snapshot=2 SnapshotParts=1",
        "Insert 3!ops!m~002f1 c7ffffffffffffffe D0=0102490103036f7073036d2f310180c0f8daa6fda50620039058c6"
        + "f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb810107036f6e6502010161036f6e65010162036f6e"
        + "65220103036f7073036d2f310280c0f8daa6fda5060001070374776f010101610374776f01010080c087a08ab0a80606"
        + "65787069726501056438302178 Parts=1 Length=136 First=1 Session=00112233aabbccdd Ticket=7 Previous"
        + "=0000000000000000000000000000000000000000000000000000000000000000 Hash=96ae109d2951f170e2b1bc087"
        + "2025fcf9e862535e396a4b89db1872c7c7b8c7a",
        "Upsert 3!ops!m~002f1 r01a Version=2 First=1",
        "Upsert 3!ops!m~002f1 r01b Version=1 First=1",
        "Insert 3!ops!m~002f1 s0000000000000001 D0=010203 Parts=1 Length=3",
        "Upsert 3!ops!m~002f1 b D0=7374617465 Parts=1 Length=5 Version=2 Hash=96ae109d2951f170e2b1bc08720"
        + "25fcf9e862535e396a4b89db1872c7c7b8c7a",
    ];

    private static string Told(TableOperation operation) =>
        $"{operation.Kind} {operation.Entity.PartitionKey} {operation.Entity.RowKey} " + string.Join(
            ' ', operation.Entity.Properties.Select(property => $"{property.Key}={Told(property.Value)}"));

    private static string Told(object value) =>
        value is ReadOnlyMemory<byte> bytes ? Convert.ToHexStringLower(bytes.Span) : $"{value}";
}
