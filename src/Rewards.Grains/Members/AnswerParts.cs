using NodaTime;
using Rewards.Domain.Badges;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Levels;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;
using Rewards.Grains.Quests;

namespace Rewards.Grains.Members;

/// <summary>Copies what answers show out of the state: an answer never shares what a later command changes.</summary>
internal static class AnswerParts
{
    public static BalanceView[] Balances(MemberState state)
    {
        var balances = new BalanceView[state.Wallets.Count];
        for (var i = 0; i < balances.Length; i++)
        {
            var wallet = state.Wallets[i];
            balances[i] = new BalanceView(wallet.Currency, wallet.Available, wallet.Pending, wallet.Held);
        }

        return balances;
    }

    public static IReadOnlyList<BadgeView> Badges(MemberState state) => state.Achievements is not { } achievements
        ? [] : [.. achievements.Badges.Select(held => new BadgeView(held.Badge, held.Activity.Value, held.At))];

    public static IReadOnlyList<StreakView> Streaks(MemberState state, Programme programme, Instant now)
    {
        var today = programme.Calendar.DayOf(now);
        return [.. (state.Achievements?.Streaks ?? []).Select(streak => new StreakView(
            streak.Id, streak.LengthAsOf(today), streak.Longest, streak.LastDay!.Value, streak.FreezesLeft(today)))];
    }

    /// <summary>What events tell beside points; null where there is nothing of it.</summary>
    /// <param name="events">What an activity came to.</param>
    /// <param name="state">The member now.</param>
    /// <param name="undone">Rules of rewards of quests that were taken back since.</param>
    public static AchievementsMade? Achieved(
        IReadOnlyList<MemberEvent> events, MemberState state, IReadOnlyList<int>? undone = null)
    {
        var level = state.Achievements?.Level;
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is LevelChanged or BadgeEarned or EffectsAwaited or EntitlementGranted
                or QuestAdvanced)
            {
                return new AchievementsMade(
                    Badges(events.OfType<BadgeEarned>()),
                    Awaited(events.OfType<EffectsAwaited>()),
                    Entitlements(events),
                    level,
                    events.OfType<LevelChanged>().Any())
                {
                    Quests = QuestAnswers.Made(events),
                    QuestsUndone = undone ?? [],
                };
            }
        }

        return level is null ? null : new AchievementsMade([], [], [], level, false);
    }

    public static IReadOnlyList<BadgeMade> Badges(IEnumerable<BadgeEarned> earned) =>
        [.. earned.Select(badge => new BadgeMade(badge.Badge, badge.Rule))];

    public static IReadOnlyList<BadgeMade> Awaited(IEnumerable<EffectsAwaited> awaited) =>
        [.. awaited.SelectMany(effects => effects.Effects
            .Where(effect => effect.Badge is not null)
            .Select(effect => new BadgeMade(effect.Badge!, effects.Rule)))];

    /// <summary>What was granted; of what was awaited, that which was not granted yet.</summary>
    public static IReadOnlyList<EntitlementMade> Entitlements(IReadOnlyList<MemberEvent> events)
    {
        var granted = events.OfType<EntitlementGranted>().Select(made => new EntitlementMade(
            made.Rule, made.Index, made.Kind, made.Item, made.Quantity, made.Id, made.ExpiresAt)).ToList();
        var awaited = events.OfType<EffectsAwaited>().SelectMany(effects => effects.Effects
            .Where(effect => effect.Entitlement is not null
                && !granted.Exists(made => made.Rule == effects.Rule && made.Index == effect.Index))
            .Select(effect => new EntitlementMade(
                effects.Rule, effect.Index, effect.Entitlement!.Kind, effect.Entitlement.Item,
                effect.Entitlement.Quantity, null, null)));
        return [.. granted.Concat(awaited).OrderBy(made => made.Rule).ThenBy(made => made.Index)];
    }

    public static IReadOnlyList<AwardQueued> Queued(IReadOnlyList<AwardsQueued> queued) => queued.Count == 0
        ? []
        : [.. queued.SelectMany(award => award.Lines.Select(line => new AwardQueued(
            award.Rule, line.To, line.Person, line.Currency, line.Asked, line.Granted)))];

    public static IReadOnlyList<AwardMade> Awards(IReadOnlyList<PointsAwarded> awards)
    {
        var lines = 0;
        for (var i = 0; i < awards.Count; i++)
        {
            lines += awards[i].Lines.Count;
        }

        var made = new AwardMade[lines];
        for (var (i, at) = (0, 0); i < awards.Count; i++)
        {
            var award = awards[i];
            for (var j = 0; j < award.Lines.Count; j++)
            {
                var line = award.Lines[j];
                made[at++] = new AwardMade(
                    award.Rule, line.Currency, line.Asked, line.Granted, award.Status, line.LotExpiresAt,
                    award.LapsesAt);
            }
        }

        return made;
    }
}
