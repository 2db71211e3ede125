using Rewards.LoadTests;

try
{
    return await Verbs.RunAsync(args);
}
catch (ArgumentException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}
catch (InvalidOperationException problem)
{
    Console.Error.WriteLine($"FAILED: {problem.Message}");
    return 1;
}
catch (Exception problem)
{
    // Whatever stops a run, it must not look like a result.
    Console.Error.WriteLine($"FAILED: {problem}");
    return 1;
}
