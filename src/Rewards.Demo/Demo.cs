using Bogus;
using Rewards.Domain;
using Rewards.Domain.Programmes;
using Rewards.Grains;
using Rewards.Grains.InProcess;
using Rewards.Journal;

namespace Rewards.Demo;

/// <summary>
/// Plays months of a community's life through its grains, hour by hour, with the time of then: nothing is written that
/// a server would not have written. Members do not touch one another, so those of one hour act at the same time and
/// share commits, and the ledger is the same however they are interleaved.
/// </summary>
public sealed class Demo(IJournal journal, IGrains grains, DemoClock clock, DemoOptions options)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly DemoCounts counts = new();
    private readonly Dictionary<DateTimeOffset, HashSet<int>> hours = [];
    private readonly List<DemoMember> members = [];

    /// <summary>The communities are published already.</summary>
    public async Task<DemoResult> RunAsync(
        IReadOnlyList<Programme> programmes, IProgress<DemoProgress>? progress, CancellationToken cancellation)
    {
        foreach (var programme in programmes)
        {
            Populate(new DemoCommunity(programme, options));
        }

        Exception? failed = null;
        var due = new DueWork(journal, grains, clock, (e, _) => failed ??= e);
        for (var day = options.Begin; day < options.Until; day += TimeSpan.FromDays(1))
        {
            PlanDay(day);
            for (var hour = day; hour < day.AddDays(1) && hour < options.Until; hour += Hour)
            {
                cancellation.ThrowIfCancellationRequested();
                clock.MoveTo(hour);
                await due.RunDueAsync(cancellation);
                await PlayHourAsync(hour);
                if (failed is not null)
                {
                    throw failed;
                }
            }

            progress?.Report(new DemoProgress(
                (day - options.Begin) / (options.Until - options.Begin), day, counts.Result(0).Commands));
        }

        return counts.Result(members.Count);
    }

    private void Populate(DemoCommunity community)
    {
        var names = new Faker("en") { Random = new Randomizer(DemoCommunity.SeedOf(options.Seed, "names")) };
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 0; number < options.Members; number++)
        {
            var name = names.Internet.UserName().ToLowerInvariant();
            name = taken.Add(name) ? name : $"{name}.{number}";
            taken.Add(name);
            var grain = grains.Member(community.Id, new MemberId(name));
            members.Add(new DemoMember(community, grain, number, options, counts));
        }
    }

    private void PlanDay(DateTimeOffset day)
    {
        for (var i = 0; i < members.Count; i++)
        {
            foreach (var at in members[i].PlanDay(day))
            {
                Enter(at, i);
            }
        }
    }

    private void Enter(DateTimeOffset at, int member)
    {
        var hour = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % Hour.Ticks), TimeSpan.Zero);
        lock (hours)
        {
            if (!hours.TryGetValue(hour, out var acting))
            {
                hours[hour] = acting = [];
            }

            acting.Add(member);
        }
    }

    private async Task PlayHourAsync(DateTimeOffset hour)
    {
        HashSet<int>? acting;
        lock (hours)
        {
            hours.Remove(hour, out acting);
        }

        if (acting is not null)
        {
            await Task.WhenAll(acting.Select(
                member => Task.Run(() => members[member].PlayAsync(hour + Hour, clock, at => Enter(at, member)))));
        }
    }
}
