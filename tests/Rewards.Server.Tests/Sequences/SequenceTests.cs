using System.Collections.Concurrent;
using System.Globalization;

namespace Rewards.Server.Tests.Sequences;

/// <summary>
/// Random sequences of earning, reviewing, reversing, adjusting, waiting and restarting over HTTP, against a plain
/// model. Those of a group are played side by side, each with a member of its own: they wait and restart together, so
/// that a restart serves many of them. One that fails is played alone and made as short as it can be.
/// REWARDS_SEQUENCES sets how many (500), REWARDS_SEQUENCE_FIRST the first (1); a sequence follows from its number.
/// </summary>
public sealed class SequenceTests
{
    private const int SequencesDefault = 500;

    /// <summary>Numbers 1 to 50, 51 to 100, … wait and restart at the same steps.</summary>
    private const int GroupSize = 50;
    private const int StepsMax = 40;

    /// <summary>Then a new server begins, at the first date again.</summary>
    private const int GroupsPerStage = 40;

    [Fact]
    public async Task Sequence_OverHttp_IsAnsweredAsThePlainModelDoes()
    {
        var (first, count) = (Setting("REWARDS_SEQUENCE_FIRST", 1), Setting("REWARDS_SEQUENCES", SequencesDefault));
        var groups = Enumerable.Range(first, count).GroupBy(number => (number - 1) / GroupSize);
        foreach (var ofOneStage in groups.Chunk(GroupsPerStage))
        {
            await using var stage = await Stage.OpenAsync();
            foreach (var group in ofOneStage)
            {
                await PlayAsync(stage, group.Key, [.. group]);
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

    private static async Task PlayAsync(Stage stage, int group, int[] numbers)
    {
        var together = Together(group);
        var plays = numbers
            .Select(number => (Number: number, Play: PlayOf(stage, number, ""), Steps: Steps(number, together)))
            .ToArray();
        var failed = new ConcurrentDictionary<int, string>();
        stage.JumpToMonday();
        for (var i = 0; i < StepsMax; i++)
        {
            var at = i;
            await stage.RunAsync(together[at]);
            await Task.WhenAll(plays.Where(one => at < one.Steps.Length && !failed.ContainsKey(one.Number))
                .Select(one => NoteAsync(one.Number, () => TakeAsync(one.Play, one.Steps, at), failed)));
        }

        if (!failed.IsEmpty)
        {
            await FailAsync(stage, together, failed);
        }
    }

    /// <summary>One that has come to its end is compared there: time goes on for the others.</summary>
    private static async Task TakeAsync(Play play, Step[] steps, int at)
    {
        await play.TakeAsync(steps[at]);
        if (at == steps.Length - 1)
        {
            await play.EndAsync();
        }
    }

    private static async Task NoteAsync(int number, Func<Task> play, ConcurrentDictionary<int, string> failed)
    {
        try
        {
            await play();
        }
        catch (InvalidOperationException e)
        {
            failed[number] = e.Message;
        }
    }

    private static async Task FailAsync(
        Stage stage, Step?[] together, ConcurrentDictionary<int, string> failed)
    {
        var number = failed.Keys.Min();
        var steps = Steps(number, together);
        var (shortest, failure) = await FailureAsync(stage, number, steps, "-alone") is null
            ? (steps, $"only beside others: {failed[number]}")
            : await ShortenAsync(stage, number, steps);
        Assert.Fail(
            $"Sequence {number} (alone: REWARDS_SEQUENCE_FIRST={number} REWARDS_SEQUENCES=1) fails:\n"
            + $"{string.Join('\n', shortest)}\n{failure}");
    }

    /// <summary>Where a group waits or restarts.</summary>
    private static Step?[] Together(int group)
    {
        var random = new Random(-1 - group);
        return [.. Enumerable.Range(0, StepsMax).Select(_ => Step.Random(random).IfForAll())];
    }

    private static Step[] Steps(int number, Step?[] together)
    {
        var random = new Random(number);
        return [.. Enumerable.Range(0, random.Next(5, StepsMax)).Select(i => together[i] ?? Step.OfOne(random))];
    }

    private static Play PlayOf(Stage stage, int number, string attempt) =>
        new(stage, number % 2 == 0 ? Stage.Floor : Stage.Debt, $"m{number}{attempt}");

    private static Task<(Step[] Steps, string Failure)> ShortenAsync(Stage stage, int number, Step[] steps)
    {
        var attempts = 0;
        return Shortening.OfAsync(steps, candidate => FailureAsync(stage, number, candidate, $"-{attempts++}"));
    }

    private static async Task<string?> FailureAsync(Stage stage, int number, Step[] steps, string attempt)
    {
        try
        {
            await PlayOf(stage, number, attempt).RunAsync(steps);
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
