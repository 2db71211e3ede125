using Rewards.Domain.Programmes;
using Rewards.Domain.Quests;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Grains.Members;
using Rewards.Grains.Quests;
using Rewards.Server.Activities;

namespace Rewards.Server.Receipts;

/// <summary>
/// What a rule gave and how it stands now, as the beginning of a sentence: "You got 5 feathers", "In review: …". Names
/// of currencies are those that the community gave them in each language, else their codes.
/// </summary>
internal static class GivenText
{
    public static Sentence Of(ActivityAnswer answer, Rule rule, Programme programme)
    {
        if (rule.Completes is { } quest)
        {
            return OfQuest(answer, rule, programme, quest);
        }

        var chinese = Amounts(answer, rule, programme, "zh", "、");
        var english = Amounts(answer, rule, programme, "en", ", ");
        if (rule.Status == AwardStatus.Vesting && answer.Current is not { Reversed: true })
        {
            return OfVesting(answer.Current?.Vesting, chinese, english);
        }

        return StatusNow(answer, rule) switch
        {
            AwardStatus.Pending => new($"审核中：通过后获得 {chinese}", $"In review: {english} after approval"),
            AwardStatus.Rejected => new($"审核未通过：未获得 {chinese}", $"Rejected in review: not given {english}"),
            AwardStatus.Lapsed => new($"逾期未审核：未获得 {chinese}", $"Not reviewed in time: not given {english}"),
            AwardStatus.Reversed => new($"已收回 {chinese}", $"Taken back: {english}"),
            _ => new($"获得 {chinese}", $"You got {english}"),
        };
    }

    /// <summary>"Quest First steps done: 50 feathers".</summary>
    private static Sentence OfQuest(ActivityAnswer answer, Rule reward, Programme programme, QuestTerms quest)
    {
        var (zh, en) = (NameOf(quest.Names, quest.Id, "zh"), NameOf(quest.Names, quest.Id, "en"));
        var chinese = Amounts(answer, reward, programme, "zh", "、");
        var english = Amounts(answer, reward, programme, "en", ", ");
        var (gotChinese, gotEnglish) = chinese.Length == 0 ? ("", "") : ($"：获得 {chinese}", $": you got {english}");
        var gone = answer.Current is { Reversed: true }
            || answer.Achieved?.QuestsUndone.Contains(reward.Ordinal) == true;
        return gone
            ? new(
                $"任务「{zh}」不再算完成{(chinese.Length == 0 ? "" : $"：已收回 {chinese}")}",
                $"Quest {en} is not done any more{(english.Length == 0 ? "" : $": taken back {english}")}")
            : new($"完成任务「{zh}」{gotChinese}", $"Quest {en} done{gotEnglish}");
    }

    private static string NameOf(IReadOnlyDictionary<string, string> names, string id, string language) =>
        names.GetValueOrDefault(language, id);

    private static Sentence OfVesting(VestingStatus? status, string chinese, string english) => status switch
    {
        VestingStatus.Matured => new($"获得 {chinese}", $"You got {english}"),
        VestingStatus.Lapsed => new($"逾期未成熟：未获得 {chinese}", $"Not matured in time: not given {english}"),
        VestingStatus.Voided => new($"已作废：未获得 {chinese}", $"Void: not given {english}"),
        _ => new($"待成熟：成熟后获得 {chinese}", $"Vesting: {english} once matured"),
    };

    private static AwardStatus StatusNow(ActivityAnswer answer, Rule rule)
    {
        if (answer.Current is { Reversed: true })
        {
            return AwardStatus.Reversed;
        }

        return rule.Status == AwardStatus.Pending
            ? answer.Current?.Review ?? AwardStatus.Pending
            : AwardStatus.Granted;
    }

    private static string Amounts(
        ActivityAnswer answer, Rule rule, Programme programme, string language, string separator)
    {
        var mine = answer.Awards.Where(award => award.Rule == rule.Ordinal)
            .Select(award => $"{award.Granted} {Name(programme, award.Currency, language)}");
        var others = answer.Queued.Where(award => award.Rule == rule.Ordinal)
            .Select(award => $"{award.Granted} {Name(programme, award.Currency, language)} → {award.Person}");
        var effects = Enumerable.Range(0, rule.Effects.Count)
            .Where(index => EffectJson.IsGranted(answer, rule, index))
            .Select(index => rule.Effects[index] is QuestEffect quest
                ? Progress(quest, EffectJson.MadeOf(answer, rule, quest)!, language)
                : Name(programme, rule.Effects[index], language));
        return string.Join(separator, mine.Concat(others).Concat(effects));
    }

    private static string Progress(QuestEffect effect, QuestMade made, string language)
    {
        var quest = NameOf(effect.Quest.Names, effect.Quest.Id, language);
        var step = NameOf(effect.Step.Names, effect.Step.Id, language);
        return language == "zh"
            ? $"任务「{quest}」{step} {made.Progress}/{made.Needed}"
            : $"{made.Progress} of {made.Needed} {step} in the quest {quest}";
    }

    private static string Name(Programme programme, Effect effect, string language) => effect switch
    {
        EntitlementEffect { Terms: { } terms } =>
            $"{terms.Quantity} × {terms.Names.GetValueOrDefault(language, terms.Item)}",
        BadgeEffect { Badge: var badge } => programme.Badges[badge].Names.GetValueOrDefault(language, badge),
        _ => throw new ArgumentOutOfRangeException(nameof(effect)),
    };

    public static string Name(Programme programme, string currency, string language) =>
        programme.Currencies.TryGetValue(currency, out var terms) && terms.Names.TryGetValue(language, out var name)
            ? name : currency;
}
