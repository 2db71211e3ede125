using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;

namespace Rewards.Grains.Tests.SharedStore;

/// <summary>Counts how appends end.</summary>
internal sealed class CountingJournal(IJournal inner) : JournalWrapper(inner)
{
    private int committed;
    private int conflicts;

    public int Committed => committed;

    public int Conflicts => conflicts;

    public override async ValueTask AppendAsync(Append append)
    {
        try
        {
            await Inner.AppendAsync(append);
            Interlocked.Increment(ref committed);
        }
        catch (JournalConflictException)
        {
            Interlocked.Increment(ref conflicts);
            throw;
        }
    }
}
