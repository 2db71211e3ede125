using FsCheck;
using FsCheck.Fluent;

namespace Rewards.Journal.Tests.Conformance;

/// <summary>Random commands against a dictionary that does what the contract says.</summary>
public abstract partial class JournalConformance
{
    private const int ModelStreams = 3;

    /// <summary>Lives that are played; fewer where every step is a request.</summary>
    protected virtual int ModelRounds => 25;

    [Fact]
    public async Task Journal_UnderRandomCommands_AnswersAsTheModelDoes()
    {
        var generated = Gen.Sample(Gen.ListOf(Commands(), 60), ModelRounds);
        foreach (var (commands, round) in generated.Select((c, i) => (c, i)))
        {
            var model = new JournalModel(round, ModelStreams);
            foreach (var command in commands)
            {
                await RunCommand(model, command);
            }

            await CompareAll(model);
        }
    }

    private static Gen<ModelCommand> Commands() =>
        from kind in Gen.Frequency(
            (8, Gen.Constant(ModelStep.Append)),
            (2, Gen.Constant(ModelStep.AppendWithSnapshot)),
            (2, Gen.Constant(ModelStep.AppendBurst)),
            (2, Gen.Constant(ModelStep.AppendStale)),
            (3, Gen.Constant(ModelStep.ReadTail)),
            (3, Gen.Constant(ModelStep.ReadRow)),
            (1, Gen.Constant(ModelStep.Reopen)))
        from stream in Gen.Choose(0, ModelStreams - 1)
        from row in Gen.Choose(0, 5)
        select new ModelCommand(kind, stream, $"row {row}");

    private async Task RunCommand(JournalModel model, ModelCommand command)
    {
        var stream = model.Streams[command.Stream];
        switch (command.Step)
        {
            case ModelStep.Append:
                await Journal.AppendAsync(stream.Next(command.Row, snapshot: false));
                break;
            case ModelStep.AppendWithSnapshot:
                await Journal.AppendAsync(stream.Next(command.Row, snapshot: true));
                break;
            case ModelStep.AppendBurst:
                var burst = model.Streams
                    .SelectMany(s => Enumerable.Range(0, 5).Select(_ => s.Next(command.Row, snapshot: false)));
                await Task.WhenAll(burst.Select(a => Journal.AppendAsync(a).AsTask()).ToList());
                break;
            case ModelStep.AppendStale:
                var stale = stream.Stale(command.Row);
                await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(stale).AsTask());
                break;
            case ModelStep.ReadTail:
                await CompareTail(stream);
                break;
            case ModelStep.ReadRow:
                await CompareRow(stream, command.Row);
                break;
            case ModelStep.Reopen:
                await backend.ReopenAsync();
                break;
        }
    }

    private async Task CompareAll(JournalModel model)
    {
        var feed = (await WholeFeed(17)).ToLookup(r => r.Stream, Scribe.TextOf);
        foreach (var stream in model.Streams)
        {
            await CompareTail(stream);
            Assert.Equal(stream.Texts, feed[stream.Id]);
            var backward = await Journal.ReadBackwardAsync(stream.Id, null, 10_000, Cancellation);
            Assert.Equal(stream.Texts.AsEnumerable().Reverse(), backward.Records.Select(Scribe.TextOf));
            for (var row = 0; row <= 5; row++)
            {
                await CompareRow(stream, $"row {row}");
            }
        }
    }

    private async Task CompareTail(StreamModel stream)
    {
        var tail = await Journal.ReadTailAsync(stream.Id, Cancellation);
        Assert.Equal(stream.SnapshotVersion, tail.SnapshotVersion);
        Assert.Equal(stream.Texts.Skip(stream.SnapshotVersion), tail.Records.Select(Scribe.TextOf));
        Assert.Equal(stream.Texts.Count, tail.Version);
    }

    private async Task CompareRow(StreamModel stream, string row)
    {
        var found = await Journal.FindRowAsync(stream.Id, Row(row), Cancellation);
        Assert.Equal(stream.Rows.GetValueOrDefault(row), found is null ? null : Scribe.TextOf(found));
    }
}
