using Rewards.Grains.Tests.Hosting;
using Rewards.Journal;

namespace Rewards.Grains.Tests.Retroactivity;

/// <summary>A journal that takes so many appends and then no more, as if the host had ended there.</summary>
public sealed class BreakingJournal(IJournal inner, int appends) : JournalWrapper(inner)
{
    private int left = appends;

    public override ValueTask AppendAsync(Append append) => Interlocked.Decrement(ref left) >= 0
        ? Inner.AppendAsync(append)
        : ValueTask.FromException(new JournalUnavailableException("The host has ended."));
}
