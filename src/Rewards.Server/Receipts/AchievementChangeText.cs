using System.Globalization;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;

namespace Rewards.Server.Receipts;

/// <summary>What more a member would have had to come to, and what the rule would have given then.</summary>
internal static class AchievementChangeText
{
    public static Sentence Of(Programme programme, Change change)
    {
        var rule = programme.Rules[change.Rule];
        var (chinese, english) = (Given(programme, rule, "zh", "、", " "), Given(programme, rule, "en", ", ", ""));
        var (zh, en) = (NameOf(programme, change, "zh"), NameOf(programme, change, "en"));
        var points = (change.Missing / 1_000m).ToString(CultureInfo.InvariantCulture);
        return change.Kind switch
        {
            ChangeKind.Level => new(
                $"若贡献再多 {points} 分，就达到等级 {zh}，规则 {rule.Id} 会给{chinese}。",
                $"{points} contribution points more would have reached the level {en}, with which the rule "
                + $"{rule.Id} would have given {english}."),
            ChangeKind.Contribution => new(
                $"若贡献再多 {points} 分，规则 {rule.Id} 会给{chinese}。",
                $"With {points} contribution points more, the rule {rule.Id} would have given {english}."),
            ChangeKind.Badge => new(
                $"若已有徽章 {zh}，规则 {rule.Id} 会给{chinese}。",
                $"With the badge {en}, the rule {rule.Id} would have given {english}."),
            _ => new(
                $"若 {zh} 的连续天数再多 {change.Missing} 天，规则 {rule.Id} 会给{chinese}。",
                $"With {Days(change.Missing)} more of the streak {en}, the rule {rule.Id} would have given "
                + $"{english}."),
        };
    }

    /// <summary>Amounts where the rule has them as they are written, and limits may still cut them.</summary>
    private static string Given(Programme programme, Rule rule, string language, string separator, string before)
    {
        var own = rule.Gives.Where(give => give.To == Recipient.Member).ToArray();
        return rule.Weighs || own.Length == 0
            ? language == "zh" ? "得更多" : "more"
            : before + string.Join(separator, own.Select(give => string.Create(
                CultureInfo.InvariantCulture, $"{give.Amount} {GivenText.Name(programme, give.Currency, language)}")));
    }

    /// <summary>As the community calls it; what hangs on contribution alone has no name.</summary>
    private static string NameOf(Programme programme, Change change, string language)
    {
        var names = change.Kind switch
        {
            ChangeKind.Level => programme.Levels!.At(programme.Levels.RankOf(change.Name))!.Names,
            ChangeKind.Badge => programme.Badges[change.Name!].Names,
            ChangeKind.Streak => programme.Streaks[change.Name!].Names,
            _ => new Dictionary<string, string>(),
        };
        return names.GetValueOrDefault(language, change.Name ?? "");
    }

    private static string Days(long days) =>
        days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");
}
