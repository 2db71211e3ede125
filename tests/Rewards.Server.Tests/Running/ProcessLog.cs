using System.Diagnostics;

namespace Rewards.Server.Tests.Running;

/// <summary>What a process wrote, and whoever waits for a line of it.</summary>
internal sealed class ProcessLog
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> waiting = [];

    public string Text
    {
        get
        {
            lock (gate)
            {
                return string.Join('\n', lines);
            }
        }
    }

    public void Take(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lock (gate)
            {
                lines.Add(text);
                foreach (var (_, found) in waiting.Where(one => one.Wanted(text)))
                {
                    found.TrySetResult(text);
                }
            }
        }
    }

    /// <summary>The first line that is wanted, written already or later.</summary>
    public Task<string> WaitForAsync(Func<string, bool> wanted)
    {
        lock (gate)
        {
            if (lines.Find(line => wanted(line)) is { } known)
            {
                return Task.FromResult(known);
            }

            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((wanted, found));
            return found.Task;
        }
    }
}
