namespace Rewards.Server.Tests.Sequences;

/// <summary>Leaves steps out of a failing sequence as long as it goes on failing.</summary>
internal static class Shortening
{
    /// <param name="steps">A sequence that fails.</param>
    /// <param name="failure">How a sequence fails, or null.</param>
    public static async Task<(Step[] Steps, string Failure)> OfAsync(Step[] steps, Func<Step[], Task<string?>> failure)
    {
        var said = await failure(steps) ?? "It failed once and not again.";
        for (var length = Math.Max(1, steps.Length / 2); length > 0;)
        {
            var shorter = false;
            for (var at = 0; at < steps.Length;)
            {
                Step[] candidate = [.. steps[..at], .. steps[Math.Min(steps.Length, at + length)..]];
                if (candidate.Length > 0 && await failure(candidate) is { } still)
                {
                    (steps, said, shorter) = (candidate, still, true);
                }
                else
                {
                    at += length;
                }
            }

            length = shorter && length == 1 ? 1 : length / 2;
        }

        return (steps, said);
    }
}
