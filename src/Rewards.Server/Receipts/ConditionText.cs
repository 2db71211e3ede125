using System.Globalization;
using Rewards.Domain.Activities;
using Rewards.Domain.Levels;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;
using Rewards.Server.Standing;

namespace Rewards.Server.Receipts;

/// <summary>What a condition that decided asked for, and what it found.</summary>
internal readonly record struct ConditionText(string Chinese, string English)
{
    public static ConditionText? Of(Rule rule, Activity activity, in RuleTrace trace)
    {
        var node = trace.Outcome == RuleOutcome.BelowQuality ? rule.Quality : rule.If?.Find(trace.Decider);
        var negated = node is Not;
        var test = node is Not not ? not.Part : node;
        return test switch
        {
            FactTest fact => OfFact(fact, activity, negated),
            LevelTest level => OfLevel(level, trace, negated),
            BadgeTest badge => negated
                ? new($"已有徽章 {badge.Badge}", $"the member has the badge {badge.Badge}")
                : new($"没有徽章 {badge.Badge}", $"the member does not have the badge {badge.Badge}"),
            QuestTest quest => OfQuest(quest, trace, negated),
            ContributionTest contribution => OfContribution(contribution, trace, negated),
            NumberTest number => OfNumber(number, trace, negated),
            StandingTest standing => OfStanding(standing, trace, negated),
            MeasuredTest => new("不在规定的时间", "it is not the time for it"),
            null => null,
            _ => new("几项条件不应同时成立", "conditions hold that must not hold together"),
        };
    }

    private static ConditionText OfFact(FactTest test, Activity activity, bool negated)
    {
        var told = activity.FindFact(test.Fact);
        var length = test.Comparison >= Comparison.LengthAtLeast;
        var value = told is not { } known ? null
            : length && known.Kind == FactKind.Text
                ? FactTest.Length(known.AsText()).ToString(CultureInfo.InvariantCulture) : known.ToString();
        var asked = string.Join(" / ", test.Operands.Take(5).Select(operand => operand.ToString()));
        var (zh, en) = Words(test.Comparison, negated);
        return value is null
            ? new($"没有说明 {test.Fact}", $"{test.Fact} was not told")
            : new($"{test.Fact} {(length ? "的字数" : "")}为 {value}，要求{zh} {asked}",
                $"{(length ? "the length of " : "")}{test.Fact} is {value}, and must {en} {asked}");
    }

    private static ConditionText OfQuest(QuestTest test, in RuleTrace trace, bool negated)
    {
        var (zh, en) = trace.Used switch
        {
            0 => ("未开始", "not begun"),
            1 => ("进行中", "begun"),
            _ => ("已完成", "done"),
        };
        var asked = test.Done ? ("已完成", "done") : ("进行中", "begun and not done");
        var names = test.Quest.Names;
        return new(
            $"任务 {names.GetValueOrDefault("zh", test.Quest.Id)} {zh}，要求{(negated ? "不是" : "是")}{asked.Item1}",
            $"the quest {names.GetValueOrDefault("en", test.Quest.Id)} is {en}, and must {(negated ? "not " : "")}be "
            + asked.Item2);
    }

    private static ConditionText OfStanding(StandingTest test, in RuleTrace trace, bool negated)
    {
        var (zh, en) = Words(Comparison.Is, negated);
        var kind = (StandingKind)trace.Used;
        var asked = StandingNames.Of(test).ToArray();
        return new(
            $"会员状态为 {StandingNames.Chinese(kind)}，要求{zh} {string.Join(" / ", asked.Select(StandingNames.Chinese))}",
            $"your standing is {StandingNames.Of(kind)}, and must {en} "
            + string.Join(" / ", asked.Select(StandingNames.Of)));
    }

    private static ConditionText OfLevel(LevelTest test, in RuleTrace trace, bool negated)
    {
        var (zh, en) = Words(test.Comparison, negated);
        var level = test.Ladder.At((int)trace.Used);
        var asked = test.Comparison == Comparison.In ? test.Ranks : [test.Ranks[0]];
        string Asked(string language) =>
            string.Join(" / ", asked.Select(rank => NameOf(test.Ladder.At(rank)!, language)));
        return new(
            $"等级为 {(level is null ? "无" : NameOf(level, "zh"))}，要求{zh} {Asked("zh")}",
            $"the level is {(level is null ? "none" : NameOf(level, "en"))}, and must {en} {Asked("en")}");
    }

    private static string NameOf(Level level, string language) => level.Names.GetValueOrDefault(language, level.Id);

    private static ConditionText OfContribution(ContributionTest test, in RuleTrace trace, bool negated)
    {
        var (zh, en) = Words(test.Comparison, negated);
        var value = (trace.Used / 1_000m).ToString(CultureInfo.InvariantCulture);
        var asked = (test.Threshold / 1_000m).ToString(CultureInfo.InvariantCulture);
        return new($"贡献为 {value}，要求{zh} {asked}", $"the contribution is {value}, and must {en} {asked}");
    }

    private static ConditionText OfNumber(NumberTest test, in RuleTrace trace, bool negated)
    {
        var (zh, en) = Words(test.Comparison, negated);
        var what = test switch
        {
            HistoryTest { Tally: { Kind: TallyKind.FromCounterparty, When: var when } } => new(
                $"对方对该成员 {when} 的次数", $"the count of {when} by the other person for the member"),
            HistoryTest history => new($"{history.Tally.When} 的次数", $"the count of {history.Tally.When}"),
            StreakTest { Terms: var streak } => new(
                $"{streak.Names.GetValueOrDefault("zh", streak.Id)} 的连续天数",
                $"the streak {streak.Names.GetValueOrDefault("en", streak.Id)}"),
            _ => new ConditionText("入会天数", "days of membership"),
        };
        return new(
            $"{what.Chinese}为 {trace.Used}，要求{zh} {test.Threshold}",
            $"{what.English} is {trace.Used}, and must {en} {test.Threshold}");
    }

    private static (string Chinese, string English) Words(Comparison comparison, bool negated) =>
        (comparison, negated) switch
        {
            (Comparison.Is or Comparison.In, false) => ("是", "be"),
            (Comparison.Is or Comparison.In, true) => ("不是", "not be"),
            (Comparison.AtLeast or Comparison.LengthAtLeast, false) => ("至少", "be at least"),
            (Comparison.AtLeast or Comparison.LengthAtLeast, true) => ("少于", "be less than"),
            (Comparison.MoreThan or Comparison.LengthMoreThan, false) => ("多于", "be more than"),
            (Comparison.AtMost or Comparison.LengthAtMost, true) => ("多于", "be more than"),
            _ => ("至多", "be at most"),
        };
}
