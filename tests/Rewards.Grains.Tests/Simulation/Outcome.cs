using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Projections;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;
using Rewards.Journal.Snapshots;

namespace Rewards.Grains.Tests.Simulation;

/// <summary>What must be on disk after a simulated world has come to rest, whatever happened on the way.</summary>
internal sealed class Outcome(SimulatedWorld world, CancellationToken cancellation)
{
    private static readonly string[] Members = ["m0", "m1", Script.Growing];

    /// <summary>Every event of every stream, without what is random for secrecy (salts).</summary>
    public async Task<string> TraceAsync()
    {
        var feed = await world.Journal.ReadFeedAsync(FeedCursor.Beginning, 1_000_000, cancellation);
        return string.Join('\n', feed.Records.Select(record =>
        {
            var events = record.Content.Events.Select(made => $"{made.Code}:{Convert.ToHexString(made.Payload.Span)}");
            return $"{record.Stream} {record.Version} {record.Content.RecordedAt} {string.Join(' ', events)}";
        }));
    }

    public async Task AssertAsync()
    {
        await using var grains = new LocalGrains(world.Journal, world.Time, new GrainOptions());
        foreach (var member in Members)
        {
            await AssertStreamAsync(member);
            await AssertBalancesAsync(grains, member);
        }

        await AssertTotalsAsync(grains);
        world.Time.Advance(TimeSpan.FromDays(60));
        await new DueWork(world.Journal, grains, world.Time, (e, what) => throw new InvalidOperationException(what, e))
            .RunDueAsync(cancellation);
        Assert.Null(await world.Journal.NextDueAsync(cancellation));
        foreach (var member in Members)
        {
            var (available, pending, held) = await BalanceAsync(grains, member, "feathers");
            Assert.Equal((0, 0), (pending, held));
            Assert.InRange(available, long.MinValue, 0);
            await AssertBalancesAsync(grains, member);
        }
    }

    private IEnumerable<(Script Script, bool Granted)> Of(string member) =>
        world.Acknowledged.Where(done => done.Script.Member == member);

    /// <summary>Each acknowledged command once, the chain whole, and a replay the same as snapshot and tail.</summary>
    private async Task AssertStreamAsync(string member)
    {
        var stream = StreamId.OfMember("birds", member);
        var page = await world.Journal.ReadBackwardAsync(stream, null, 1_000_000, cancellation);
        var (replayed, hash, events) = (new MemberState(), HashChain.Origin, new List<MemberEvent>());
        foreach (var record in page.Records.Reverse())
        {
            HashChain.Verify(hash.Span, record);
            hash = record.Hash;
            foreach (var change in record.Content.Events.Select(made => (MemberEvent)EventCatalogue.Read(made)))
            {
                replayed.Apply(change, record.Content.RecordedAt);
                events.Add(change);
            }
        }

        Assert.Equal(
            Of(member).Select(done => done.Script.Activity).OfType<string>().Order(),
            events.OfType<ActivityRecorded>().Select(recorded => recorded.Activity.Id.Value).Order());
        var holds = Of(member).Count(done => done.Script.MayBeRefused && done.Granted);
        var adjustments = Of(member).Count(done => done.Script.Activity is null && !done.Script.MayBeRefused);
        Assert.Equal(adjustments, events.OfType<PointsAdjusted>().Count());
        Assert.Equal(holds, events.OfType<PointsHeld>().Count());
        Assert.Equal(holds, events.Count(change => change is HoldSettled or HoldReleased));
        var lapsed = events.OfType<AwardsLapsed>().Select(change => change.Activity.Value).ToHashSet();
        var keptUntilItExpired = KeptUntilItExpired(member, events);
        Assert.All(
            Of(member).Where(done => done.Script.MayLapse && !done.Granted),
            done => Assert.True(
                lapsed.Contains(done.Script.Activity!) || keptUntilItExpired.Contains(done.Script.Activity!)));
        world.Count(nameof(AwardsLapsed), lapsed.Count);
        world.Count(nameof(PointsExpired), events.OfType<PointsExpired>().Count());

        var tail = await world.Journal.ReadTailAsync(stream, cancellation);
        var state = tail.Snapshot.IsEmpty ? new MemberState() : MemberSnapshot.Read(tail.Snapshot.Span)!;
        foreach (var record in tail.Records)
        {
            foreach (var made in record.Content.Events)
            {
                state.Apply((MemberEvent)EventCatalogue.Read(made), record.Content.RecordedAt);
            }
        }

        Assert.Equal(MemberSnapshot.Write(replayed), MemberSnapshot.Write(state));
    }

    private async Task AssertBalancesAsync(LocalGrains grains, string member)
    {
        var done = Of(member).Where(script => script.Granted).Select(script => script.Script).ToArray();
        var (stars, _, held) = await BalanceAsync(grains, member, "stars");
        Assert.Equal((done.Sum(script => script.Stars), 0), (stars, held));

        var readings = new List<long>();
        foreach (var script in done.Where(script => script.Read))
        {
            var answer = await grains.Member(new CommunityId("birds"), new MemberId(member))
                .FindActivityAsync(script.Activity!);
            var day = answer!.Activity.At!.Value.Plus(Duration.FromHours(8)).InUtc().Date;
            readings.Add(day.DayOfYear);
        }

        var read = readings.GroupBy(day => day).Sum(day => Math.Min(20, 5L * day.Count()));
        var (feathers, _, _) = await BalanceAsync(grains, member, "feathers");
        var page = await world.Journal.ReadBackwardAsync(
            StreamId.OfMember("birds", member), null, 1_000_000, cancellation);
        var events = page.Records.SelectMany(record => record.Content.Events)
            .Select(made => (MemberEvent)EventCatalogue.Read(made)).ToArray();
        var expired = events.OfType<PointsExpired>().SelectMany(gone => gone.Moves).Sum(posting => posting.Amount);
        var kept = 10L * KeptUntilItExpired(member, events).Count;
        Assert.Equal(read + done.Sum(script => script.Feathers) + kept, feathers + expired);
    }

    /// <summary>Comments whose reversal came after their feathers had expired: nothing was left to take back.</summary>
    private HashSet<string> KeptUntilItExpired(string member, IReadOnlyCollection<MemberEvent> events)
    {
        var kept = events.OfType<AwardsApproved>().Select(approved => approved.Activity.Value).ToHashSet();
        kept.ExceptWith(events.OfType<AwardsReversed>().Select(reversed => reversed.Activity.Value));
        kept.IntersectWith(Of(member).Where(script => !script.Granted).Select(script => script.Script.Activity!));
        return kept;
    }

    private async Task AssertTotalsAsync(LocalGrains grains)
    {
        var totals = new CommunityTotals();
        var runner = new ProjectionRunner(world.Journal, totals, world.Time, (e, _) => throw e);
        await runner.LoadAsync(cancellation);
        await runner.CatchUpAsync(cancellation);
        foreach (var sum in totals.Of("birds"))
        {
            var outstanding = (Int128)0;
            foreach (var member in Members)
            {
                var (available, _, held) = await BalanceAsync(grains, member, sum.Currency);
                outstanding += available + held;
            }

            Assert.Equal(outstanding, sum.Outstanding);
            Assert.Equal(sum.Issued + sum.Adjusted + sum.Shortfall, sum.Outstanding + sum.Spent + sum.Expired);
        }
    }

    private static async Task<(long Available, long Pending, long Held)> BalanceAsync(
        LocalGrains grains, string member, string currency)
    {
        var view = await grains.Member(new CommunityId("birds"), new MemberId(member)).GetAsync();
        var balance = view?.Balances.Select(held => held.Balance).FirstOrDefault(held => held.Currency == currency);
        return balance is null ? (0, 0, 0) : (balance.Available, balance.Pending, balance.Held);
    }
}
