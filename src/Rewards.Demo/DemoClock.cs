namespace Rewards.Demo;

/// <summary>
/// Time as the demo plays it. Each member's flow of commands has its own hands, so that thousands of members act at
/// different moments of one hour at the same time; where nobody set them, the hour itself is told.
/// </summary>
public sealed class DemoClock(DateTimeOffset begin) : TimeProvider
{
    private readonly AsyncLocal<DateTimeOffset?> mine = new();
    private DateTimeOffset hour = begin;

    public override DateTimeOffset GetUtcNow() => mine.Value ?? hour;

    /// <summary>The hour that is played; only forward.</summary>
    public void MoveTo(DateTimeOffset next) => hour = next >= hour
        ? next
        : throw new ArgumentOutOfRangeException(nameof(next), next, "Time does not go back.");

    /// <summary>Sets the time of the flow of commands that calls.</summary>
    public void SetMine(DateTimeOffset now) => mine.Value = now;
}
