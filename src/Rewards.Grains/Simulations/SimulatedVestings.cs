using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;

namespace Rewards.Grains.Simulations;

/// <summary>What vests by the draft's awards in the window, of one member, with what is needed to end it.</summary>
internal sealed class SimulatedVestings
{
    private readonly Dictionary<(string Activity, int Rule), (RecordedAwards Awards, Instant EndsAt)> open = [];

    public void Add(Activity activity, IReadOnlyList<MemberEvent> decided)
    {
        foreach (var started in decided.OfType<VestingStarted>())
        {
            open[(activity.Id.Value, started.Rule)] = (
                new RecordedAwards(
                    activity.Id, activity.Subject,
                    [.. decided.OfType<PointsAwarded>().Where(award => award.Rule == started.Rule)],
                    null, false, [])
                {
                    Counterparty = activity.Counterparty,
                    Queued = [.. decided.OfType<AwardsQueued>().Where(queued => queued.Rule == started.Rule)],
                    Draws = [.. SimulatedBudgets.DrawsOf(decided).Where(draw => draw.Rule == started.Rule)],
                },
                started.EndsAt);
        }

        foreach (var matured in decided.OfType<VestingMatured>())
        {
            open.Remove((matured.Activity.Value, matured.Rule));
        }
    }

    /// <summary>Its awards are taken back: they neither mature nor lapse, and what they used stays used.</summary>
    public void Forget(ActivityId activity)
    {
        foreach (var key in open.Keys.Where(key => key.Activity == activity.Value).ToArray())
        {
            open.Remove(key);
        }
    }

    /// <summary>Takes out what has ended by then; everything for a ban.</summary>
    public IReadOnlyList<(int Rule, RecordedAwards Awards)> TakeEnded(Instant? now)
    {
        var ended = open.Where(one => now is null || one.Value.EndsAt <= now).OrderBy(one => one.Value.EndsAt).ToList();
        foreach (var (key, _) in ended)
        {
            open.Remove(key);
        }

        return [.. ended.Select(one => (one.Key.Rule, one.Value.Awards))];
    }
}
