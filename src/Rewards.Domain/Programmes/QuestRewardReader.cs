using Rewards.Domain.Quests;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>Reads what <c>quests</c> give, once the rules are read.</summary>
internal static class QuestRewardReader
{
    /// <summary>With what they give, as rules that stand after those that were read.</summary>
    public static IReadOnlyDictionary<string, Quest> Read(
        DocumentMapping root, IReadOnlyList<Rule> rules, Declarations declared)
    {
        var quests = new Dictionary<string, Quest>(StringComparer.Ordinal);
        foreach (var item in root.Find("quests") is { Node: ListNode } list ? list.AsList("")! : [])
        {
            if (item.Node is not MapNode || item.AsMapping("")!.Find("id") is not { Node: ScalarNode named } id
                || !declared.Quests.TryGetValue(named.Text, out var terms) || quests.ContainsKey(terms.Id))
            {
                continue;
            }

            if (rules.Any(rule => rule.Id == terms.Id))
            {
                id.Complain($"'{terms.Id}' is the id of a rule; receipts tell of both, so each needs its own");
            }

            var mapping = item.AsMapping("")!;
            var gives = mapping.Find("give") is null ? [] : GiveReader.Read(mapping, declared.Currencies, null);
            var effects = EffectReader.Read(mapping, declared);
            if (gives.Any(give => give.To != Recipient.Member) || effects.Any(effect => effect is QuestEffect))
            {
                mapping.Find("give")!.Complain(
                    "gives to others or progress in a quest; allowed: currencies, badges and entitlements for the "
                    + "member");
            }

            quests[terms.Id] = new Quest(terms, new Rule(
                rules.Count + quests.Count, terms.Id, 0, "", null, gives, AwardStatus.Granted, Stacking.Stack, [])
            {
                Effects = effects,
                Completes = terms,
            });
        }

        return quests;
    }
}
