using System.Diagnostics;

namespace Rewards.Server.Tests.Running;

/// <summary>What comes a moment later, from the journal; a test asks until it is there.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The answer that has it.</summary>
    /// <param name="api">The server.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="arrived">Whether it is there.</param>
    /// <param name="wait">Called after each answer that lacks it: where time stands still, it has to be moved.</param>
    public static async Task<Answer> GetAsync(
        Api api, string path, Func<Answer, bool> arrived, Action? wait = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await api.GetAsync(path);
            if (answer.Status == 200 && arrived(answer))
            {
                return answer;
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"It never came: {answer.Text}");
            wait?.Invoke();
        }
    }
}
