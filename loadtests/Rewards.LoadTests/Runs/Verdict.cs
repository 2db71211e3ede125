namespace Rewards.LoadTests.Runs;

/// <summary>What was checked after the rounds, and the disk an award takes.</summary>
public sealed record Verdict(IReadOnlyList<Check> Checks, double BytesPerAward)
{
    public static Verdict Nothing { get; } = new([], 0);
}

/// <param name="What">The statement that must hold.</param>
/// <param name="Expected">What the generator was told.</param>
/// <param name="Found">What the server holds.</param>
public sealed record Check(string What, long Expected, long Found)
{
    public bool Holds => Expected == Found;

    public override string ToString() =>
        $"{(Holds ? "ok    " : "FAILED")} {What}: {Found:N0}{(Holds ? "" : $", expected {Expected:N0}")}";
}
