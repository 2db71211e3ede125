namespace Rewards.Journal.Sqlite;

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
