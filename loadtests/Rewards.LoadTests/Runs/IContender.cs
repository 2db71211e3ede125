namespace Rewards.LoadTests.Runs;

/// <summary>One of the servers that take turns in a run.</summary>
public interface IContender : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Puts load on the server for <paramref name="warmUp"/>, then measures.</summary>
    /// <param name="number">Never used twice in a run; goes into the ids.</param>
    /// <param name="warmUp">Load that is not measured.</param>
    /// <param name="measured">Load that is.</param>
    Task<Round> PlayAsync(int number, TimeSpan warmUp, TimeSpan measured);

    /// <summary>After the last round: compares what the server holds with what it acknowledged.</summary>
    Task<Verdict> FinishAsync();
}
