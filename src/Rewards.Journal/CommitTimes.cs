using System.Diagnostics;

namespace Rewards.Journal;

/// <summary>
/// How many commits took how long, since the journal was opened: four steps per doubling, from 1 µs.
/// </summary>
public sealed record CommitTimes(IReadOnlyList<long> Steps)
{
    /// <summary>Those that came after an earlier reading.</summary>
    public CommitTimes Since(CommitTimes earlier) =>
        new([.. Steps.Select((count, step) => count - earlier.Steps[step])]);

    /// <summary>Microseconds that the given part of all commits took at most, exact to a quarter; 0 for none.</summary>
    public long Microseconds(double part)
    {
        var left = Steps.Sum() * part;
        for (var step = 0; step < Steps.Count && Steps.Any(count => count > 0); step++)
        {
            left -= Steps[step];
            if (left <= 0)
            {
                return (long)Math.Ceiling(Math.Pow(2, (step + 1) / 4.0));
            }
        }

        return 0;
    }
}

/// <summary>Counts commits by how long they took; from any thread.</summary>
public sealed class CommitTimesCounter
{
    /// <summary>Four steps per doubling, up to 2^21 µs; what took longer is in the last.</summary>
    private readonly long[] steps = new long[84];

    public CommitTimes Times => new([.. steps.Select((_, step) => Interlocked.Read(ref steps[step]))]);

    /// <param name="began">As <see cref="Stopwatch.GetTimestamp"/> told it.</param>
    public void Committed(long began)
    {
        var microseconds = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        var step = (int)Math.Clamp(Math.Log2(Math.Max(1, microseconds)) * 4, 0, steps.Length - 1);
        Interlocked.Increment(ref steps[step]);
    }
}
