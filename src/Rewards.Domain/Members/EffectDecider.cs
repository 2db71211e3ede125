using NodaTime;
using Rewards.Domain.Badges;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Members;

/// <summary>Decides what is given, awaited and taken back beside currencies.</summary>
internal static class EffectDecider
{
    /// <summary>
    /// Why a rule that gives nothing but badges and progress has nothing to give; null where it has.
    /// </summary>
    public static RuleOutcome? HeldOf(
        Rule rule, MemberState state, Programme programme, Instant at, IReadOnlyList<MemberEvent> events)
    {
        if (rule.Gives.Count > 0)
        {
            return null;
        }

        var why = RuleOutcome.BadgeHeld;
        foreach (var effect in rule.Effects)
        {
            switch (effect)
            {
                case BadgeEffect badge when Has(state, events, badge.Badge): break;
                case QuestEffect quest when QuestProgress.RoomOf(quest, state, programme.Calendar, at, events) == 0:
                    why = RuleOutcome.QuestFull;
                    break;
                default: return null;
            }
        }

        return why;
    }

    /// <summary>Adds what an awarding rule gives, at once or once it is approved.</summary>
    public static void GiveInto(
        Rule rule, MemberState state, Programme programme, ActivityId activity, string member, Instant now,
        List<MemberEvent> events)
    {
        var awaited = new List<AwaitedEffect>(rule.Effects.Count);
        for (var i = 0; i < rule.Effects.Count; i++)
        {
            switch (rule.Effects[i])
            {
                case BadgeEffect badge: awaited.Add(new AwaitedEffect(i, badge.Badge, null)); break;
                case EntitlementEffect entitlement:
                    awaited.Add(new AwaitedEffect(i, null, entitlement.Terms));
                    break;
            }
        }

        var effects = new EffectsAwaited(rule.Ordinal, awaited);
        if (rule.Status == AwardStatus.Pending)
        {
            events.Add(effects);
        }
        else
        {
            GiveInto(effects, programme.Version, state, programme, activity, member, now, events);
        }
    }

    /// <summary>Adds what waited for the approval.</summary>
    public static void ApproveInto(
        RecordedAwards awards, MemberState state, Programme programme, string member, Instant now,
        List<MemberEvent> events)
    {
        foreach (var awaited in awards.Awaited)
        {
            GiveInto(awaited, awards.RulesVersion, state, programme, awards.Activity, member, now, events);
        }
    }

    /// <summary>Takes back what an activity gave: the badges that it earned, and what may be claimed because of it.
    /// </summary>
    public static void TakeBackInto(RecordedAwards awards, MemberState state, List<MemberEvent> events)
    {
        foreach (var held in state.Achievements?.Badges ?? [])
        {
            if (held.Activity == awards.Activity)
            {
                events.Add(new BadgeTakenBack(held.Badge, held.Activity));
            }
        }

        foreach (var granted in awards.Entitlements)
        {
            events.Add(new EntitlementTakenBack(granted.Id, granted.Activity));
        }
    }

    private static void GiveInto(
        EffectsAwaited effects, int version, MemberState state, Programme programme, ActivityId activity,
        string member, Instant now, List<MemberEvent> events)
    {
        foreach (var (index, badge, terms) in effects.Effects)
        {
            if (terms is not null)
            {
                Instant? expiresAt = terms.Validity is { } validity
                    ? programme.Calendar.EndOfValidity(now, validity) : null;
                events.Add(new EntitlementGranted(
                    EntitlementIds.Of(member, activity, effects.Rule, index), activity, version, effects.Rule, index,
                    terms.Kind, terms.Item, terms.Quantity, expiresAt));
            }
            else if (!Has(state, events, badge!))
            {
                events.Add(new BadgeEarned(badge!, activity, version, effects.Rule));
            }
        }
    }

    /// <summary>A member who has as many badges as fit is not given more.</summary>
    private static bool Has(MemberState state, IReadOnlyList<MemberEvent> events, string badge)
    {
        var held = state.Achievements?.Badges.Count ?? 0;
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is BadgeEarned earned)
            {
                held++;
                if (earned.Badge == badge)
                {
                    return true;
                }
            }
        }

        return held >= HeldBadge.Max || state.Achievements?.HasBadge(badge) == true;
    }
}
