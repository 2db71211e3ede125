using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;

namespace Rewards.Grains.Verification;

/// <summary>
/// The awards of a member that vest: each begins with an award, matures after its days, and ends once.
/// </summary>
internal sealed class VestingAudit
{
    private readonly Dictionary<(string Activity, int Rule), (VestingStarted Started, Activity Activity)> open = [];
    private readonly Dictionary<(string Activity, int Rule), HashSet<int>> days = [];

    public int Count => open.Count;

    public IEnumerable<VestingStarted> Open => open.Values.Select(one => one.Started);

    public void Start(
        VestingStarted started, Activity? activity, IReadOnlyList<object> events, Action<string> complain)
    {
        var award = events.OfType<PointsAwarded>().SingleOrDefault(
            award => award.Rule == started.Rule && award.Status == AwardStatus.Vesting);
        var granted = (award?.Lines ?? []).Where(line => line.Granted > 0)
            .Select(line => new VestingAmount(line.Currency, line.Granted));
        if (activity is null || award is null || activity.Id != started.Activity || !granted.SequenceEqual(started.Own))
        {
            complain($"what vests by rule {started.Rule} is not what its record awards.");
            return;
        }

        open[(started.Activity.Value, started.Rule)] = (started, activity);
        days[(started.Activity.Value, started.Rule)] = [started.FirstDay];
    }

    public void See(ActiveDayCounted counted)
    {
        foreach (var (key, one) in open.Where(one => counted.Day >= one.Value.Started.FirstDay))
        {
            days[key].Add(counted.Day);
        }
    }

    public void Mature(VestingMatured matured, Action<string> complain)
    {
        if (End(matured.Activity, matured.Rule, matured.Moves, Account.Available, complain) is { } one)
        {
            var seen = days[(matured.Activity.Value, matured.Rule)].Count;
            if (seen < one.Started.DaysNeeded)
            {
                complain($"the award of rule {matured.Rule} for activity '{matured.Activity}' matures after {seen} "
                    + $"days of {one.Started.DaysNeeded}.");
            }
        }
    }

    /// <summary>The activity for which it was; null where none vested.</summary>
    public Activity? Void(VestingVoided voided, Action<string> complain) =>
        End(voided.Activity, voided.Rule, voided.Moves, Account.Issuance, complain)?.Activity;

    /// <summary>A reversal ends what vests for its activity; what it takes out of pending besides.</summary>
    public IReadOnlyList<Posting> Reverse(AwardsReversed reversed)
    {
        var others = reversed.Moves.ToList();
        foreach (var key in open.Keys.Where(key => key.Activity == reversed.Activity.Value).ToList())
        {
            foreach (var own in open[key].Started.Own)
            {
                others.RemoveAt(others.FindLastIndex(move => move.From == Account.Pending
                    && move.Currency == own.Currency && move.Amount == own.Amount) is var at and >= 0
                    ? at : throw new DomainException("corrupt", "A reversal leaves what vests where it is."));
            }

            open.Remove(key);
        }

        return others;
    }

    private (VestingStarted Started, Activity Activity)? End(
        ActivityId activity, int rule, IReadOnlyList<Posting> moves, Account to, Action<string> complain)
    {
        if (!open.Remove((activity.Value, rule), out var one))
        {
            complain($"it ends what vests by rule {rule} for activity '{activity}', and nothing does.");
            return null;
        }

        var moved = moves.Where(move => move.From == Account.Pending && move.To == to)
            .Select(move => new VestingAmount(move.Currency, move.Amount));
        if (!moved.SequenceEqual(one.Started.Own) || moves.Count != one.Started.Own.Count)
        {
            complain($"what vests by rule {rule} for activity '{activity}' is not what is moved at its end.");
        }

        return one;
    }
}
