using NodaTime;
using Rewards.Domain;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Journal.InMemory;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Simulation;

/// <summary>
/// Many clients send commands to few members of a host that crashes, stops and evicts, on a journal with faults, and
/// send each again until it is acknowledged. Everything follows from the seed.
/// </summary>
internal sealed class SimulatedWorld
{
    private const int Clients = 8;
    private static readonly CommunityId Community = new("birds");

    private readonly Random random;
    private readonly Loop loop;
    private readonly CancellationToken cancellation;
    private readonly int commands;
    private int scripts;
    private int sent;
    private readonly ManualTimeProvider time = new();
    private SimulatedHost host;
    private long growing;

    public SimulatedWorld(int seed, int commands, CancellationToken cancellation)
    {
        random = new Random(seed);
        loop = new Loop(random);
        this.cancellation = cancellation;
        host = new SimulatedHost(Journal, loop, random, time);
        this.commands = commands;
    }

    public InMemoryJournal Journal { get; } = new();

    public ManualTimeProvider Time => time;

    /// <summary>Scripts that were acknowledged to the end, and whether they were granted.</summary>
    public List<(Script Script, bool Granted)> Acknowledged { get; } = [];

    public Dictionary<string, int> Counts { get; } = [];

    public void Run() => loop.Run(async () =>
    {
        await UntilAnsweredAsync(async grains =>
        {
            var document = new CommunityDocument
            {
                Rules = Script.Rules,
                NegativeBalance = "debt",
                FeathersLive = "P2D",
                PendingLapse = "P1D",
                LatenessMax = "P31D",
            };
            var community = grains.Community(Community);
            return await community.FetchAsync(0) is null
                ? await community.PublishAsync(new PublishRules(document.ToJson(), 0, "op", ""))
                : null;
        });
        var clients = Enumerable.Range(0, Clients).Select(_ => WorkAsync()).ToArray();
        var all = Task.WhenAll(clients);
        while (!all.IsCompleted)
        {
            await loop.PauseAsync(60);
            await DisturbAsync();
        }

        await all;
        host.Journal.FaultShare = 0;
        await host.StopAsync();
        CountFaults();
    });

    private async Task WorkAsync()
    {
        while (sent < commands)
        {
            var at = Instant.FromDateTimeOffset(time.GetUtcNow()) - Duration.FromHours(30 * random.Next(3));
            var script = Script.Random(random, scripts++, at);
            sent += script.Steps.Length;
            var granted = true;
            foreach (var step in script.Steps)
            {
                granted = granted && await SendAsync(script, step);
            }

            Acknowledged.Add((script, granted));
            growing += script.Member == Script.Growing ? script.Stars : 0;
            if (growing > 0)
            {
                await ReadWhatIsAcknowledgedAsync();
            }
        }
    }

    /// <summary>False when the command was refused, which is as final as an effect.</summary>
    private async Task<bool> SendAsync(Script script, Command step)
    {
        try
        {
            await UntilAnsweredAsync(async grains =>
            {
                var member = grains.Member(Community, new MemberId(script.Member));
                if (script.MayBeRefused || random.Next(3) > 0)
                {
                    return await step(member);
                }

                // Delivered twice: whichever answers first has acknowledged it.
                return await await Task.WhenAny(step(member).AsTask(), step(member).AsTask());
            });
            return true;
        }
        catch (DomainException e) when (
            (script.MayBeRefused && e.Code == Refusals.NotEnough)
            || (script.MayLapse && e.Code is Refusals.AlreadyReviewed or Refusals.NothingToReverse))
        {
            return false;
        }
    }

    private async Task ReadWhatIsAcknowledgedAsync()
    {
        var atLeast = growing;
        var member = new MemberId(Script.Growing);
        var view = await UntilAnsweredAsync(grains => grains.Member(Community, member).GetAsync());
        Assert.InRange(view!.Balances.Single().Balance.Available, atLeast, long.MaxValue);
    }

    private async Task<T> UntilAnsweredAsync<T>(Func<LocalGrains, ValueTask<T>> send)
    {
        for (var attempt = 0; ; attempt++)
        {
            Assert.InRange(attempt, 0, 1_000);
            try
            {
                return await host.AskAsync(send);
            }
            catch (Exception e) when (e is GrainBusyException or GrainUnavailableException or GrainStoppingException)
            {
                Count(e.GetType().Name);
                await loop.PauseAsync(20);
            }
        }
    }

    private async Task DisturbAsync()
    {
        var old = host;
        switch (random.Next(8))
        {
            case 0:
                host = new SimulatedHost(Journal, loop, random, time);
                old.Crash();
                Count("crash");
                CountFaults(old);
                break;
            case 1:
                await old.StopAsync();
                host = new SimulatedHost(Journal, loop, random, time);
                Count("stop");
                CountFaults(old);
                break;
            case 2 or 3: old.Grains.EvictIdle(); break;
            case 4: await old.RunDueAsync(cancellation); break;
            case 5: time.Advance(TimeSpan.FromHours(random.Next(20))); break;
            default: time.Advance(TimeSpan.FromMinutes(random.Next(30))); break;
        }
    }

    private void CountFaults(SimulatedHost? of = null)
    {
        foreach (var (fault, times) in (of ?? host).Journal.Seen)
        {
            Counts[fault.ToString()] = Counts.GetValueOrDefault(fault.ToString()) + times;
        }
    }

    public void Count(string what, int times = 1) => Counts[what] = Counts.GetValueOrDefault(what) + times;
}
