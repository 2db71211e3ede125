using Rewards.Grains.InProcess;
using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;

namespace Rewards.Grains.Tests.InProcess;

/// <summary>Another host appends before this one, again and again.</summary>
public sealed class ConflictTests : GrainTests<MemoryBackend>
{
    private static readonly GrainOptions Options = new();
    private OvertakenJournal overtaken = null!;

    public override async ValueTask InitializeAsync()
    {
        overtaken = new OvertakenJournal(Journal);
        await StartAsync(journal: overtaken);
        await PublishAsync(Document, basedOn: 0);
    }

    [Fact]
    public async Task Record_OvertakenManyTimes_IsDecidedAgainUntilItIsItsTurn()
    {
        overtaken.Times = Options.ConflictsMax - 1;

        var answer = await Member("lin").RecordAsync(Read("a1"));

        Assert.False(answer.Replayed);
        Assert.Equal(0, overtaken.Times);
        Assert.True((await Member("lin").RecordAsync(Read("a1"))).Replayed);
    }

    [Fact]
    public async Task Record_OvertakenForEver_IsRefusedAndTakenWhenItIsSentAgain()
    {
        overtaken.Times = Options.ConflictsMax;

        await Assert.ThrowsAsync<GrainUnavailableException>(() => Member("lin").RecordAsync(Read("a1")).AsTask());

        Assert.Equal(0, overtaken.Times);
        Assert.False((await Member("lin").RecordAsync(Read("a1"))).Replayed);
    }

    private sealed class OvertakenJournal(IJournal inner) : JournalWrapper(inner)
    {
        public int Times { get; set; }

        public override ValueTask AppendAsync(Append append)
        {
            if (Times == 0)
            {
                return Inner.AppendAsync(append);
            }

            Times--;
            return ValueTask.FromException(new JournalConflictException("Another host was first."));
        }
    }
}
