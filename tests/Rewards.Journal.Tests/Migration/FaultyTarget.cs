namespace Rewards.Journal.Tests.Migration;

/// <summary>A target whose appends fail now and then, before or after they were written; seeded.</summary>
internal sealed class FaultyTarget(ICopyableJournal inner, int seed) : CopyableWrapper(inner)
{
    private readonly Random random = new(seed);
    private readonly Lock turn = new();

    public int Faults { get; private set; }

    public override async ValueTask AppendAsync(Append append)
    {
        var fault = 0;
        lock (turn)
        {
            fault = random.Next(8);
            Faults += fault < 3 ? 1 : 0;
        }

        switch (fault)
        {
            case 0:
                throw new JournalBusyException("busy");
            case 1:
                throw new JournalOutcomeUnknownException("lost before it was written");
            case 2:
                await Inner.AppendAsync(append);
                throw new JournalOutcomeUnknownException("lost after it was written");
            default:
                await Inner.AppendAsync(append);
                break;
        }
    }
}
