namespace Rewards.LoadTests.Generating;

/// <summary>One thread of the generator with its share of the load.</summary>
public interface ILane
{
    Tally Tally { get; }

    /// <summary>Runs to the end, all answers included; times are Stopwatch ticks.</summary>
    void Run(long measureFrom, long stopAt);
}
