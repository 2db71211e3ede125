namespace Rewards.LoadTests.Runs;

/// <summary>
/// Contenders in turns, round after round, so that what the machine does meanwhile meets all of them alike.
/// </summary>
public static class Run
{
    /// <returns>0, or 1 when a check failed.</returns>
    public static async Task<int> RunAsync(RunOptions options)
    {
        Directory.CreateDirectory(options.WorkFolder);
        var contenders = new List<IContender>();
        try
        {
            var machine = MachineNotes.Take(options.WorkFolder);
            Console.WriteLine($"{options.Scenario.Name}: {options.Connections} connections; {machine}");
            var results = new Results(options, machine);
            await StartAsync(options, contenders);
            await PlayAsync(options, contenders, results);
            return await FinishAsync(options, contenders, results);
        }
        finally
        {
            foreach (var contender in contenders)
                await contender.DisposeAsync();
            if (!options.Keep)
                Directory.Delete(options.WorkFolder, recursive: true);
        }
    }

    private static async Task StartAsync(RunOptions options, List<IContender> contenders)
    {
        string? answerFile = null;
        if (options.Contenders.Contains("rewards"))
        {
            var rewards = await RewardsContender.StartAsync(options);
            contenders.Add(rewards);
            answerFile = Path.Combine(options.WorkFolder, "answer");
            await rewards.RecordAnswerAsync(answerFile);
        }

        if (options.Contenders.Contains("echo"))
            contenders.Insert(0, await EchoContender.StartAsync(options, answerFile));
        if (options.Contenders.Contains("postgres"))
            contenders.Add(await PostgresContender.StartAsync(options));
    }

    private static async Task PlayAsync(RunOptions options, List<IContender> contenders, Results results)
    {
        foreach (var contender in contenders)
            await contender.PlayAsync(1, options.FirstWarmUp, TimeSpan.FromSeconds(1));
        Results.PrintHead();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var contender in contenders)
                results.Add(contender.Name, await contender.PlayAsync(round + 2, options.WarmUp, options.Measured));
        }
    }

    private static async Task<int> FinishAsync(RunOptions options, List<IContender> contenders, Results results)
    {
        var failed = 0;
        foreach (var contender in contenders)
        {
            var verdict = await contender.FinishAsync();
            results.Add(contender.Name, verdict);
            foreach (var check in verdict.Checks)
                Console.WriteLine(check);
            failed += verdict.Checks.Count(check => !check.Holds);
        }

        results.PrintMedians();
        if (failed > 0)
        {
            Console.Error.WriteLine($"{failed} checks FAILED: the figures above do not count.");
            return 1;
        }

        if (!options.Quick && results.ResultLine() is not null)
            results.Store();
        Console.WriteLine(results.ResultLine() ?? "No RESULT line: a contender was left out.");
        return 0;
    }
}
