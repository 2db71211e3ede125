using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Levels;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Members;

/// <summary>
/// Decides approval, rejection and lapse of what waits for it: awards, and contribution that counts once approved,
/// which does not depend on whether a rule had anything to give. Each activity is reviewed once.
/// </summary>
public static class ReviewDecider
{
    /// <exception cref="DomainException"><c>nothing-pending</c>, <c>already-reviewed</c>,
    /// <c>already-reversed</c>.</exception>
    public static Decision Approve(
        MemberState state, Programme programme, RecordedAwards awards, string by, Instant now, string member = "")
    {
        RequirePending(awards);
        var events = new List<MemberEvent>(2);
        Expiry.DecideInto(state, now, events);
        var postings = new List<Posting>();
        foreach (var line in awards.PendingAwards.SelectMany(award => award.Lines).Where(line => line.Granted > 0))
        {
            var expiry = programme.LotExpiry(line.Currency, now);
            postings.Add(new Posting(line.Currency, Account.Pending, Account.Available, line.Granted, expiry));
        }

        events.Add(new AwardsApproved(awards.Activity, by, postings));
        EffectDecider.ApproveInto(awards, state, programme, member, now, events);
        var counted = awards.Measured.Where(line => line.AfterApproval).ToArray();
        if (counted.Length > 0)
        {
            events.Add(new ContributionCounted(awards.Activity, awards.RulesVersion, counted));
        }

        LevelDecider.DecideInto(state, programme, events);
        return new Decision(events, []);
    }

    /// <exception cref="DomainException"><c>nothing-pending</c>, <c>already-reviewed</c>,
    /// <c>already-reversed</c>.</exception>
    public static Decision Reject(RecordedAwards awards, string by, SubjectUsed subjectUsed)
    {
        RequirePending(awards);
        var freed = Uses(awards);
        return new Decision(
            [new AwardsRejected(awards.Activity, by, Return(awards), freed)], Free(awards, freed, subjectUsed));
    }

    /// <summary>Nothing when the awards were resolved in the meantime or are not due yet.</summary>
    public static Decision Lapse(RecordedAwards awards, Instant now, SubjectUsed subjectUsed)
    {
        if (awards.LapsesAt is not { } at || at > now)
        {
            return Decision.Nothing;
        }

        var freed = Uses(awards);
        return new Decision([new AwardsLapsed(awards.Activity, Return(awards), freed)], Free(awards, freed,
            subjectUsed));
    }

    /// <summary>The counters per subject that a rejection or lapse will ask for.</summary>
    public static IEnumerable<(ulong Key, Instant Start,
        string Subject)> SubjectCountersNeeded(RecordedAwards awards) =>
        Uses(awards)
            .Where(use => use.Scope.IsKeyed())
            .Select(use => (use.Key, use.CounterStart, awards.TargetOf(use.Scope)!));

    private static void RequirePending(RecordedAwards awards)
    {
        if (awards.Reversed)
        {
            throw new DomainException(
                Refusals.AlreadyReversed,
                    $"The awards of activity '{awards.Activity}' were reversed; there is nothing to review.");
        }

        if (awards is { Waits: false, ReviewMade: null })
        {
            throw new DomainException(
                Refusals.NothingPending,
                $"Activity '{awards.Activity}' has nothing that waits for review: no pending award, and no "
                + "contribution that counts once approved.");
        }

        if (awards.ReviewMade is { } made)
        {
            var status = made == AwardStatus.Granted ? "approved" : made.ToString().ToLowerInvariant();
            throw new DomainException(
                Refusals.AlreadyReviewed,
                $"The awards of activity '{awards.Activity}' were {status} before; a review is final.",
                ("review", status));
        }
    }

    private static Posting[] Return(RecordedAwards awards) => awards.PendingAwards
        .SelectMany(award => award.Lines)
        .Where(line => line.Granted > 0)
        .Select(line => new Posting(line.Currency, Account.Pending, Account.Issuance, line.Granted))
        .ToArray();

    private static LimitUse[] Uses(RecordedAwards awards) => awards.PendingAwards
        .SelectMany(award => award.Uses)
        .Where(use => use.Unit != LimitUnit.CoolDown)
        .ToArray();

    private static SubjectCounter[] Free(RecordedAwards awards, LimitUse[] freed, SubjectUsed used) => freed
        .Where(use => use.Scope.IsKeyed())
        .Select(use => (Use: use, Target: awards.TargetOf(use.Scope)!))
        .Select(it => new SubjectCounter(
            it.Use.Key,
            it.Use.CounterStart,
            it.Target,
            it.Use.Freed(used(it.Use.Key, it.Use.CounterStart, it.Target))))
        .ToArray();
}
