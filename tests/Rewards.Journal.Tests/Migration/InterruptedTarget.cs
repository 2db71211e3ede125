namespace Rewards.Journal.Tests.Migration;

/// <summary>A target that is pulled away after a number of appends, as by <c>kill -9</c>.</summary>
internal sealed class InterruptedTarget(ICopyableJournal inner, int appendsMax) : CopyableWrapper(inner)
{
    private int appends;

    public override ValueTask AppendAsync(Append append) => Interlocked.Increment(ref appends) <= appendsMax
        ? Inner.AppendAsync(append)
        : throw new IOException("pulled away");
}
