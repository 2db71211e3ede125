using System.Globalization;
using Bogus;
using Bogus.DataSets;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Rules;
using Rewards.Grains.Members;

namespace Rewards.Demo;

/// <summary>
/// One member's life: when he or she joins, how often something is done and at what time of the day, and what follows
/// from it: reviews by staff, orders, now and then a reversal. Everything comes from the seed.
/// </summary>
internal sealed class DemoMember
{
    private const double ReviewedShare = 0.92;
    private const double ApprovedShare = 0.85;
    private const double ReversedShare = 0.01;
    private const double LateShare = 0.03;
    private const double BonusShare = 0.002;

    /// <summary>Who has as much spends some of it.</summary>
    private const long OrderFrom = 100;
    private static readonly string[] Staff = ["mei", "jonas", "priya"];

    private readonly DemoCommunity community;
    private readonly IMemberGrain grain;
    private readonly Randomizer random;
    private readonly DateTimeOffset joins;
    private readonly DateTimeOffset leaves;
    private readonly double perDay;
    private readonly PriorityQueue<Func<DateTimeOffset, Task>, DateTimeOffset> plans = new();
    private readonly List<DateTimeOffset> fresh = new(0);
    private readonly DemoCounts counts;
    private int activities;
    private int orders;

    public DemoMember(
        DemoCommunity community, IMemberGrain grain, int number, DemoOptions options, DemoCounts counts)
    {
        this.community = community;
        this.grain = grain;
        this.counts = counts;
        random = new Randomizer(DemoCommunity.SeedOf(options.Seed, string.Create(
            CultureInfo.InvariantCulture, $"{community.Id}/{number}")));

        // The community grows: half of the members are there after a quarter of the time.
        var joined = Math.Pow(random.Double(), 2);
        joins = options.Begin + (joined * (options.Until - options.Begin));
        leaves = random.Bool(0.3f) ? joins.AddDays(random.Int(3, 90)) : DateTimeOffset.MaxValue;

        // Most do little, a few do very much.
        perDay = Math.Min(12, 0.15 * Math.Exp(1.4 * Gauss()));
    }

    /// <summary>Plans a day; when the member acts, in whole hours.</summary>
    public IEnumerable<DateTimeOffset> PlanDay(DateTimeOffset day)
    {
        if (day >= leaves || day.AddDays(1) <= joins)
        {
            yield break;
        }

        var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        for (var left = Poisson(perDay * (weekend ? 0.6 : 1.15)); left > 0; left--)
        {
            var at = day + TimeOfDay();
            if (at >= joins)
            {
                yield return Plan(at, ActAsync);
            }
        }

        if (random.Double() < BonusShare)
        {
            yield return Plan(day.AddHours(random.Double(1, 9)), BonusAsync);
        }
    }

    /// <summary>Does what is planned before an hour ends; calls back for what it leads to later.</summary>
    public async Task PlayAsync(DateTimeOffset until, DemoClock clock, Action<DateTimeOffset> later)
    {
        while (plans.TryPeek(out _, out var at) && at < until)
        {
            var act = plans.Dequeue();
            clock.SetMine(at);
            await act(at);
            fresh.ForEach(later);
            fresh.Clear();
        }
    }

    private DateTimeOffset Plan(DateTimeOffset at, Func<DateTimeOffset, Task> act)
    {
        plans.Enqueue(act, at);
        fresh.Add(at);
        return at;
    }

    private async Task ActAsync(DateTimeOffset now)
    {
        Instant? at = random.Double() < LateShare
            ? Instant.FromDateTimeOffset(now.AddMinutes(-random.Int(10, 1_200)))
            : null;
        var id = string.Create(CultureInfo.InvariantCulture, $"act-{++activities}");
        var answer = await grain.RecordAsync(new RecordActivity(community.Act(id, random, Words(), at)));
        counts.Activity();
        var granted = answer.Awards.Any(award => award.Granted > 0);
        if (granted && answer.Awards.Any(award => award.Status == AwardStatus.Pending))
        {
            if (random.Double() < ReviewedShare)
            {
                Plan(now.AddHours(random.Double(0.5, 60)), _ => ReviewAsync(id));
            }
        }
        else if (granted && random.Double() < ReversedShare)
        {
            Plan(now.AddDays(random.Double(0.1, 8)), _ => ReverseAsync(id));
        }

        if (answer.Balances.FirstOrDefault(one => one.Available >= OrderFrom) is { } rich && random.Bool(0.1f))
        {
            var order = string.Create(CultureInfo.InvariantCulture, $"order-{++orders}");
            Plan(now.AddMinutes(random.Double(1, 50)), _ => OrderAsync(order, rich.Currency));
        }
    }

    private async Task ReviewAsync(string activity)
    {
        var approve = random.Double() < ApprovedShare;
        var reason = approve ? null : Words().Sentence(3, 4);
        await grain.ReviewAsync(new ReviewAwards(activity, approve, reason, random.ArrayElement(Staff)));
        counts.Review();
    }

    private async Task ReverseAsync(string activity)
    {
        await grain.ReverseAsync(new ReverseAwards(activity, Words().Sentence(3, 4), random.ArrayElement(Staff)));
        counts.Reversal();
    }

    private async Task BonusAsync(DateTimeOffset now)
    {
        var currency = community.Programme.Currencies.Keys.Order(StringComparer.Ordinal).First();
        var key = string.Create(CultureInfo.InvariantCulture, $"bonus-{now:yyyyMMddHHmmss}");
        await grain.AdjustAsync(new AdjustPoints(
            key, currency, random.Int(1, 5) * 10, Words().Sentence(3, 4), random.ArrayElement(Staff)));
        counts.Adjustment();
    }

    /// <summary>Holds up to half of what there is, and settles it unless the order is cancelled.</summary>
    private async Task OrderAsync(string order, string currency)
    {
        var available = (await grain.GetAsync())?.Balances.Select(one => one.Balance)
            .FirstOrDefault(one => one.Currency == currency)?.Available ?? 0;
        if (available >= OrderFrom)
        {
            var amount = Math.Max(1, (long)(available * random.Double(0.2, 0.5)));
            await grain.HoldAsync(new HoldPoints(order, currency, amount));
            await grain.EndHoldAsync(new EndHold(order, random.Bool(0.95f) ? amount : 0));
            counts.Order();
        }
    }

    /// <summary>In UTC, for people in China: mornings, afternoons and most of all evenings.</summary>
    private TimeSpan TimeOfDay()
    {
        var middle = random.WeightedRandom([2.0, 7.0, 12.5], [0.3f, 0.25f, 0.45f]);
        var hour = Math.Clamp(middle + (1.3 * Gauss()), 0, 23.99);
        return TimeSpan.FromSeconds(Math.Floor(hour * 3_600));
    }

    /// <summary>Made when something is said: it is too large to be kept for every member.</summary>
    private Lorem Words() => new("zh_CN") { Random = random };

    private double Gauss() =>
        Math.Sqrt(-2 * Math.Log(1 - random.Double())) * Math.Cos(2 * Math.PI * random.Double());

    private int Poisson(double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), random.Double(), 0);
        while (product > limit)
        {
            product *= random.Double();
            count++;
        }

        return count;
    }
}
