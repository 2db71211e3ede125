using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;
using Rewards.Grains.Members;
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
            .Select(index => Name(programme, rule.Effects[index], language));
        return string.Join(separator, mine.Concat(others).Concat(effects));
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
