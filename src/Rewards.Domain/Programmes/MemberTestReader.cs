using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads tests of what the member has come to: <c>{ member: level, atLeast: regular }</c>, <c>{ member: badge, has:
/// first-answer }</c>, <c>{ member: contribution, atLeast: 100 }</c>, <c>{ member: streak, of: daily, is: 7 }</c>,
/// <c>{ member: quest, done: first-steps }</c>.
/// </summary>
internal static class MemberTestReader
{
    private const long LengthMax = 100_000;
    private const long PointsMax = 1_000_000_000_000;

    private static readonly Dictionary<string, MemberValue> Values = new(StringComparer.Ordinal)
    {
        ["days"] = MemberValue.Days,
        ["level"] = MemberValue.Level,
        ["badge"] = MemberValue.Badge,
        ["contribution"] = MemberValue.Contribution,
        ["streak"] = MemberValue.Streak,
        ["standing"] = MemberValue.Standing,
        ["quest"] = MemberValue.Quest,
    };

    private enum MemberValue
    {
        Days,
        Level,
        Badge,
        Contribution,
        Streak,
        Standing,
        Quest,
    }

    public static Condition? Read(DocumentMapping mapping, int ordinal, Declarations declared) =>
        mapping.Find("member")!.AsWord(Values) switch
        {
            MemberValue.Days => HistoryTestReader.ReadDays(mapping, ordinal),
            MemberValue.Level => ReadLevel(mapping, ordinal, declared),
            MemberValue.Badge => ReadBadge(mapping, ordinal, declared),
            MemberValue.Quest => ReadQuest(mapping, ordinal, declared),
            MemberValue.Standing => StandingReader.ReadTest(mapping, ordinal),
            MemberValue.Contribution => HistoryTestReader.ReadBound(mapping, PointsMax, "member") is { } bound
                ? new ContributionTest(ordinal, bound.Comparison, bound.Threshold * 1_000) : null,
            MemberValue.Streak => ReadStreak(mapping, ordinal, declared),
            _ => null,
        };

    /// <summary><c>{ member: streak, of: daily, atLeast: 7 }</c>; also <c>is</c>, for the day of reaching it.</summary>
    private static StreakTest? ReadStreak(DocumentMapping mapping, int ordinal, Declarations declared)
    {
        var streak = mapping.Require("of", "the name of a declared streak")
            ?.AsDeclared("streak", declared.Streaks.Keys);
        (Comparison Comparison, long Threshold)? bound;
        if (mapping.Find("is") is { } exactly)
        {
            mapping.AllowOnly("member", "of", "is");
            bound = exactly.AsInteger(0, LengthMax) is { } length ? (Comparison.Is, length) : null;
        }
        else
        {
            bound = HistoryTestReader.ReadBound(mapping, LengthMax, "member", "of");
        }

        return streak is null || bound is not { } asked
            ? null : new StreakTest(ordinal, asked.Comparison, asked.Threshold, declared.Streaks[streak]);
    }

    private static LevelTest? ReadLevel(DocumentMapping mapping, int ordinal, Declarations declared)
    {
        mapping.AllowOnly("member", "is", "in", "atLeast");
        var written = ((string[])["is", "in", "atLeast"]).Where(name => mapping.Find(name) is not null).ToList();
        if (written.Count != 1)
        {
            mapping.Complain("needs exactly one test; allowed: atLeast, is, in");
            return null;
        }

        if (declared.Levels is not { } ladder)
        {
            mapping.Find("member")!.Complain("there are no levels; declare them under 'levels'");
            return null;
        }

        var field = mapping.Find(written[0])!;
        var items = written[0] == "in" ? field.AsList("a list of levels") : [field];
        if (items is { Count: 0 })
        {
            field.Complain("is empty; allowed: one or more levels");
            return null;
        }

        var ids = ladder.Levels.Select(level => level.Id).ToList();
        var ranks = items?.Select(item => item.AsDeclared("level", ids)).Select(ladder.RankOf).ToList();
        if (ranks is null || ranks.Contains(0))
        {
            return null;
        }

        if (written[0] == "atLeast")
        {
            ranks = [.. Enumerable.Range(ranks[0], ladder.Levels.Count - ranks[0] + 1)];
        }

        var comparison = written[0] switch
        {
            "is" => Comparison.Is,
            "in" => Comparison.In,
            _ => Comparison.AtLeast,
        };
        return new LevelTest(ordinal, comparison, ladder, [.. ranks.Distinct().Order()]);
    }

    /// <summary><c>{ member: quest, done: first-steps }</c>, or <c>begun</c>: something of it, and not all.</summary>
    private static QuestTest? ReadQuest(DocumentMapping mapping, int ordinal, Declarations declared)
    {
        mapping.AllowOnly("member", "done", "begun");
        var (done, begun) = (mapping.Find("done"), mapping.Find("begun"));
        if ((done is null) == (begun is null))
        {
            mapping.Complain("needs exactly one test; allowed: done, begun");
            return null;
        }

        return (done ?? begun)!.AsDeclared("quest", declared.Quests.Keys) is { } id
            ? new QuestTest(ordinal, declared.Quests[id], done is not null) : null;
    }

    private static BadgeTest? ReadBadge(DocumentMapping mapping, int ordinal, Declarations declared)
    {
        mapping.AllowOnly("member", "has");
        var badge = mapping.Require("has", "the name of a declared badge")
            ?.AsDeclared("badge", declared.Badges.Keys);
        return badge is null ? null : new BadgeTest(ordinal, badge);
    }
}
