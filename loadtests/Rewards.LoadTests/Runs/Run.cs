namespace Rewards.LoadTests.Runs;
public static class Run { public static Task<int> RunAsync(object o) => Task.FromResult(1); }
public sealed class RunOptions { public static RunOptions Parse(IEnumerable<string> a) => new(); }
