using Rewards.Grains.InProcess;
using Rewards.Journal;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Simulation;

/// <summary>One life of the host: grains on a faulty journal, until it stops or crashes.</summary>
internal sealed class SimulatedHost
{
    /// <summary>Fewer places than members that are active at once, and snapshots early.</summary>
    private static readonly GrainOptions Options = new() { ActiveMax = 3, MailboxMax = 20, SnapshotEveryMin = 2 };

    private readonly TaskCompletionSource crash = new();
    private readonly ManualTimeProvider time;

    public SimulatedHost(IJournal journal, Loop loop, Random random, ManualTimeProvider time)
    {
        this.time = time;
        Journal = new FaultyJournal(journal, loop, random);
        Grains = new LocalGrains(Journal, time, Options);
    }

    public FaultyJournal Journal { get; }

    public LocalGrains Grains { get; }

    public void Crash()
    {
        Journal.Crash();
        crash.SetResult();
    }

    public async Task StopAsync()
    {
        var stopped = Grains.DisposeAsync().AsTask();
        await Task.WhenAny(stopped, crash.Task);
    }

    /// <summary>Does what is due; what fails is tried again by the next run.</summary>
    public async Task RunDueAsync(CancellationToken cancellation)
    {
        var work = new DueWork(Journal, Grains, time, (_, _) => { }).RunDueAsync(cancellation).AsTask();
        await Task.WhenAny(work, crash.Task);
    }

    /// <summary>The answer, or an exception: when the host crashes, nobody answers any more.</summary>
    public async Task<T> AskAsync<T>(Func<LocalGrains, ValueTask<T>> send)
    {
        var answer = send(Grains).AsTask();
        return await Task.WhenAny(answer, crash.Task) == answer
            ? await answer
            : throw new GrainStoppingException();
    }
}
