using System.Globalization;

namespace Rewards.Server.Tests.Sequences;

/// <summary>
/// Random sequences of earning, reviewing, reversing, adjusting, waiting and restarting over HTTP, against a plain model.
/// One that fails is made as short as it can be. REWARDS_SEQUENCES sets how many (500), REWARDS_SEQUENCE_FIRST the first
/// (1); a sequence follows from its number.
/// </summary>
public sealed class SequenceTests
{
    private const int SequencesDefault = 500;
    private const int StepsMax = 40;

    /// <summary>Then a new server begins, at the first date again.</summary>
    private const int SequencesPerStage = 500;

    [Fact]
    public async Task Sequence_OverHttp_IsAnsweredAsThePlainModelDoes()
    {
        var (first, count) = (Setting("REWARDS_SEQUENCE_FIRST", 1), Setting("REWARDS_SEQUENCES", SequencesDefault));
        for (var number = first; number < first + count;)
        {
            await using var stage = await Stage.OpenAsync();
            for (var end = Math.Min(first + count, number + SequencesPerStage); number < end; number++)
            {
                var steps = Steps(number);
                if (await FailureAsync(stage, number, steps, "") is not null)
                {
                    var (shortest, failure) = await ShortenAsync(stage, number, steps);
                    Assert.Fail($"Sequence {number} (alone: REWARDS_SEQUENCE_FIRST={number} REWARDS_SEQUENCES=1) fails:\n"
                        + $"{string.Join('\n', shortest)}\n{failure}");
                }
            }
        }
    }

    [Fact]
    public async Task Shortening_LeavesTheStepsThatMatter()
    {
        Step[] steps = [new Step.Wait(1), new Step.Restart(), new Step.Reverse(7), new Step.Wait(2)];
        var (shortest, _) = await Shortening.OfAsync(steps, candidate =>
            Task.FromResult(candidate.OfType<Step.Reverse>().Any() ? "fails" : null));
        Assert.Equal([new Step.Reverse(7)], shortest);
    }

    private static Step[] Steps(int number)
    {
        var random = new Random(number);
        return [.. Enumerable.Range(0, random.Next(5, StepsMax)).Select(_ => Step.Random(random))];
    }

    private static Task<(Step[] Steps, string Failure)> ShortenAsync(Stage stage, int number, Step[] steps)
    {
        var attempts = 0;
        return Shortening.OfAsync(steps, candidate => FailureAsync(stage, number, candidate, $"-{attempts++}"));
    }

    private static async Task<string?> FailureAsync(Stage stage, int number, Step[] steps, string attempt)
    {
        var community = number % 2 == 0 ? Stage.Floor : Stage.Debt;
        try
        {
            await new Play(stage, community, $"m{number}{attempt}").RunAsync(steps);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
