using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Retroactivity;

/// <summary>
/// Decides what a new version grants for an activity beyond what was given for it. Nothing is ever taken: where it
/// would have given less, what was given stays. Limits hold as they stand now, so that what is left of them is granted.
/// </summary>
public static class RetroactiveDecider
{
    /// <param name="state">The member.</param>
    /// <param name="programme">The new version.</param>
    /// <param name="activity">With its time.</param>
    /// <param name="awards">What was awarded, and what became of it.</param>
    /// <param name="given">What was given for it so far.</param>
    /// <param name="want">What the new version would have given.</param>
    /// <param name="keyed">Counters per subject and counterparty, fetched before.</param>
    /// <param name="now">Now, in whole microseconds.</param>
    public static Decision Decide(
        MemberState state, Programme programme, Activity activity, RecordedAwards awards, GivenBefore given,
        RetroactiveWant want, SubjectUsed keyed, Instant now)
    {
        if (!MayGrant(awards) || programme.Sanctions.Withholds(state.Standing, now) is not null
            || activity.At!.Value <= now - LimitCounters.KeptAfterEnd)
        {
            return Decision.Nothing;
        }

        var pass = new Pass(state, programme, activity, keyed);
        var left = want.Awards.SelectMany(award => award.Amounts)
            .GroupBy(amount => amount.Currency, amount => amount.Amount, StringComparer.Ordinal)
            .ToDictionary(
                currency => currency.Key, currency => currency.Sum() - given.ByCurrency.GetValueOrDefault(currency.Key),
                StringComparer.Ordinal);
        foreach (var award in want.Awards)
        {
            pass.Grant(award, left, given.Rules.Contains(programme.Rules[award.Rule].Id), now);
        }

        if (pass.Lines.Count == 0)
        {
            return Decision.Nothing;
        }

        var events = new List<MemberEvent>(2);
        Expiry.DecideInto(state, now, events);
        events.Add(new GrantedRetroactively(
            activity.Id, awards.RulesVersion, programme.Version, activity.Subject, activity.Counterparty, pass.Lines,
            pass.Uses));
        return new Decision(events, pass.Counters);
    }

    /// <summary>
    /// Where a person decides, or time, or where it was taken back, nothing is granted past that.
    /// </summary>
    private static bool MayGrant(RecordedAwards awards) =>
        !awards.Reversed && (awards.Review is null or AwardStatus.Granted) && awards.Vestings.Count == 0;

    /// <summary>The rules of one activity, one after the other.</summary>
    private sealed class Pass(MemberState state, Programme programme, Activity activity, SubjectUsed keyed)
        : ICounterValues
    {
        private readonly Dictionary<(ulong Key, Instant Start), long> used = [];

        public List<RetroactiveLine> Lines { get; } = [];

        public List<LimitUse> Uses { get; } = [];

        public List<SubjectCounter> Counters { get; } = [];

        public long ValueOf(LimitScope scope, ulong key, Instant start) =>
            used.TryGetValue((key, start), out var now) ? now
            : scope.IsKeyed() ? keyed(key, start, scope.TargetOf(activity)!)
            : state.Limits.Used(key, start);

        public void Grant(WantedAward award, Dictionary<string, long> left, bool awarded, Instant now)
        {
            var rule = programme.Rules[award.Rule];
            var asked = AskedOf(rule, award, left);
            var granted = (long[])asked.Clone();
            var inputs = new ConditionInputs(activity, activity.At!.Value, programme.Calendar, state.Since, this);
            for (var i = 0; i < rule.Limits.Count; i++)
            {
                // What the rule gave for this activity has used its times and its cool-down already.
                if (awarded && rule.Limits[i].Unit != LimitUnit.Amount)
                {
                    continue;
                }

                if (Limits.Apply(rule, i, inputs, granted) is { Outcome: not RuleOutcome.GrantedInPart })
                {
                    return;
                }
            }

            if (Array.TrueForAll(granted, amount => amount == 0))
            {
                return;
            }

            for (var i = 0; i < granted.Length; i++)
            {
                if (granted[i] > 0)
                {
                    var currency = rule.Gives[i].Currency;
                    left[currency] -= granted[i];
                    Lines.Add(new RetroactiveLine(
                        rule.Ordinal, currency, asked[i], granted[i], programme.LotExpiry(currency, now)));
                }
            }

            Use(Limits.Uses(rule, inputs, granted).Where(use => !awarded || use.Unit == LimitUnit.Amount));
        }

        /// <summary>By the order of what the rule gives: what is left to be granted, and room for it in the balance.
        /// </summary>
        private long[] AskedOf(Rule rule, WantedAward award, Dictionary<string, long> left)
        {
            var asked = new long[rule.Gives.Count];
            var next = 0;
            for (var i = 0; i < asked.Length && next < award.Amounts.Count; i++)
            {
                if (rule.Gives[i].To != Recipient.Member)
                {
                    continue;
                }

                var (currency, amount) = award.Amounts[next++];
                var taken = 0L;
                for (var j = 0; j < i; j++)
                {
                    taken += rule.Gives[j].Currency == currency ? asked[j] : 0;
                }

                asked[i] = Math.Max(0, Math.Min(amount, Math.Min(left[currency] - taken, RoomOf(currency) - taken)));
            }

            return asked;
        }

        private long RoomOf(string currency)
        {
            var wallet = state.FindWallet(currency);
            return Amounts.BalanceMax - Math.Max(0, wallet?.Available ?? 0) - (wallet?.Pending ?? 0)
                - (wallet?.Held ?? 0)
                - Lines.Where(line => line.Currency == currency).Sum(line => line.Granted);
        }

        private void Use(IEnumerable<LimitUse> uses)
        {
            foreach (var use in uses)
            {
                Uses.Add(use);
                var after = use.After(ValueOf(use.Scope, use.Key, use.CounterStart));
                used[(use.Key, use.CounterStart)] = after;
                if (use.Scope.IsKeyed())
                {
                    Counters.Add(
                        new SubjectCounter(use.Key, use.CounterStart, use.Scope.TargetOf(activity)!, after));
                }
            }
        }
    }
}
