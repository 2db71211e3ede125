using System.Text;
using Rewards.Journal.InMemory;
using Rewards.Journal.Migration;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Migration;

/// <summary>What a migration refuses, and what its comparison finds.</summary>
public sealed class MigrationRefusalTests : IAsyncLifetime
{
    private readonly InMemoryJournal source = new();
    private readonly InMemoryJournal target = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await SampleJournal.FillAsync(source, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await target.DisposeAsync();
    }

    [Fact]
    public async Task Migration_OfAnEmptySource_IsRefused()
    {
        await using var empty = new InMemoryJournal();
        Assert.Contains("source is empty", await RefusalAsync(empty, target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_IntoAJournalOfItsOwn_IsRefusedAndWritesNothing()
    {
        await target.AppendAsync(Scribe.OfMember("somebody").Next());

        Assert.Contains("holds a journal already", await RefusalAsync(source, target), StringComparison.Ordinal);

        Assert.Single((await target.ReadFeedAsync(FeedCursor.Beginning, 10, Cancellation)).Records);
        await MigrationMark.RefuseUnfinishedAsync(target, Cancellation);
    }

    [Fact]
    public async Task Migration_IntoWhatAnotherSourceFilled_IsRefused()
    {
        await using var other = new InMemoryJournal();
        await SampleJournal.FillAsync(other, Cancellation, seed: 2);
        await InterruptAsync(appendsMax: 50);

        Assert.Contains("filled from another journal", await RefusalAsync(other, target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_ThatCameToItsEnd_IsNotRunAgain()
    {
        await MigrateAsync(source, target);
        Assert.Contains("migrated to this target before", await RefusalAsync(source, target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_UntilEverythingIsThere_IsRefusedByAServer()
    {
        await MigrationMark.RefuseUnfinishedAsync(target, Cancellation);
        await InterruptAsync(appendsMax: 50);
        await Assert.ThrowsAsync<JournalOpenException>(
            async () => await MigrationMark.RefuseUnfinishedAsync(target, Cancellation));
        await using var next = new InMemoryJournal();
        Assert.Contains("did not come to its end", await RefusalAsync(target, next), StringComparison.Ordinal);

        await MigrateAsync(source, target);

        await MigrationMark.RefuseUnfinishedAsync(target, Cancellation);
    }

    [Fact]
    public async Task Migration_WhenSomebodyElseWritesToTheTarget_Stops()
    {
        await InterruptAsync(appendsMax: 50);
        var intruder = new Scribe(StreamId.Registry);
        var head = await target.ReadBackwardAsync(StreamId.Registry, null, 1, Cancellation);
        intruder.StandAt(head.Records[0].Version, head.Records[0].Hash);
        await target.AppendAsync(intruder.Next("intruder"));

        Assert.Contains("Take an empty target", await RefusalAsync(source, target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_WhenTheSourceIsWrittenTo_DoesNotComplete()
    {
        var late = Scribe.OfMember("late");
        var changing = new AlteredTarget(target, append =>
        {
            if (append.Stream == StreamId.Registry && append.Version == 1)
            {
                source.AppendAsync(late.Next()).AsTask().GetAwaiter().GetResult();
            }

            return append;
        });

        Assert.Contains("was written to while", await RefusalAsync(source, changing), StringComparison.Ordinal);

        await MigrateAsync(source, target);
    }

    [Theory]
    [InlineData("side records")]
    [InlineData("snapshot")]
    [InlineData("due work")]
    [InlineData("does not find the row")]
    public async Task Migration_ToATargetThatDropsSomething_IsFoundOut(string what)
    {
        var altered = new AlteredTarget(target, append => what switch
        {
            "side records" => AlteredTarget.With(append, side: ReadOnlyMemory<byte>.Empty),
            "snapshot" => AlteredTarget.With(append, snapshot: Encoding.UTF8.GetBytes("another")),
            "due work" => AlteredTarget.With(append, due: []),
            _ => AlteredTarget.With(append, rows: []),
        });

        Assert.Contains(what, await RefusalAsync(source, altered), StringComparison.Ordinal);

        await Assert.ThrowsAsync<JournalOpenException>(
            async () => await MigrationMark.RefuseUnfinishedAsync(target, Cancellation));
    }

    [Fact]
    public async Task Migration_OfASourceWithAChangedRecord_IsRefusedBeforeAnythingIsWritten()
    {
        var damaged = new DamagedSource(source);

        await Assert.ThrowsAsync<JournalCorruptException>(() => MigrateAsync(damaged, target));

        Assert.Empty((await target.ReadFeedAsync(FeedCursor.Beginning, 10, Cancellation)).Records);
    }

    private static async Task<string> RefusalAsync(ICopyableJournal from, ICopyableJournal to) =>
        (await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(from, to))).Message;

    private static Task<MigrationReport> MigrateAsync(ICopyableJournal from, ICopyableJournal to) =>
        new JournalMigration(from, to, SampleJournal.Projections, ImpatientTime.Instance).RunAsync(Cancellation);

    private async Task InterruptAsync(int appendsMax) => await Assert.ThrowsAnyAsync<IOException>(
        () => MigrateAsync(source, new InterruptedTarget(target, appendsMax)));

    /// <summary>A source in which a bit of one record has turned over.</summary>
    private sealed class DamagedSource(ICopyableJournal inner) : CopyableWrapper(inner)
    {
        public override async ValueTask<ExportPage> ReadExportAsync(
            FeedCursor after, int recordsMax, CancellationToken cancellation)
        {
            var page = await Inner.ReadExportAsync(after, recordsMax, cancellation);
            return page with { Records = [.. page.Records.Select(Damaged)] };
        }

        private static ExportedRecord Damaged(ExportedRecord exported)
        {
            if (exported.Record is not { Version: 3, Stream.Kind: StreamKind.Member })
            {
                return exported;
            }

            var bytes = exported.Record.Bytes.ToArray();
            bytes[^1] ^= 1;
            return exported with { Record = exported.Record with { Bytes = bytes } };
        }
    }
}
