namespace Rewards.Journal.Tests.Migration;

/// <summary>A clock on which every wait is over at once.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    public static readonly ImpatientTime Instance = new();

    public override ITimer CreateTimer(
        TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, TimeSpan.Zero, period);
}
