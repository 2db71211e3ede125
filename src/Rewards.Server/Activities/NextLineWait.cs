namespace Rewards.Server.Activities;

/// <summary>
/// How long a batch waits for its sender. Counts only while the server owes nothing, from one whole line to the next:
/// single bytes of a line that never ends do not keep it open.
/// </summary>
internal sealed class NextLineWait(TimeProvider time, TimeSpan max)
{
    private TimeSpan spent;

    /// <summary>
    /// Whether it took too long. A cancelled read does not tell it: Kestrel cancels reads of its own when it stops.
    /// </summary>
    public bool IsOver { get; private set; }

    /// <summary>A line was taken.</summary>
    public void Restart() => spent = TimeSpan.Zero;

    /// <summary>Waits for the sender. False: it took too long, and <paramref name="reading"/> still waits.</summary>
    public async ValueTask<bool> ForAsync(Task reading)
    {
        if (reading.IsCompleted)
        {
            return true;
        }

        var left = max - spent;
        var began = time.GetTimestamp();
        try
        {
            await reading.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
            return true;
        }
        catch (TimeoutException) when (!reading.IsCompleted)
        {
            IsOver = true;
            return false;
        }
        finally
        {
            spent += time.GetElapsedTime(began);
        }
    }
}
