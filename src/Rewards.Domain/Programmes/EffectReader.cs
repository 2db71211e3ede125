using Rewards.Domain.Entitlements;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads what a rule gives beside currencies: items of <c>give</c> like <c>{ badge: first-answer }</c> or
/// <c>{ entitlement: { kind: coupon, id: translation-page, quantity: 2 } }</c> or
/// <c>{ quest: { id: first-steps, step: quizzes, by: 1 } }</c>.
/// </summary>
internal static class EffectReader
{
    public static readonly IReadOnlyDictionary<string, EntitlementKind> Kinds =
        new Dictionary<string, EntitlementKind>(StringComparer.Ordinal)
        {
            ["coupon"] = EntitlementKind.Coupon,
            ["download"] = EntitlementKind.Download,
            ["draw-ticket"] = EntitlementKind.DrawTicket,
        };

    private static readonly string[] Known = ["badge", "entitlement", "quest"];

    /// <summary>Whether an item of <c>give</c> is no currency.</summary>
    public static bool IsEffect(DocumentMapping item) => Known.Any(name => item.Find(name) is not null);

    public static IReadOnlyList<Effect> Read(DocumentMapping rule, Declarations declared)
    {
        if (rule.Find("give") is not { Node: ListNode } field)
        {
            return [];
        }

        var effects = new List<Effect>();
        foreach (var item in field.AsList("")!)
        {
            if (item.Node is MapNode && item.AsMapping("") is { } mapping && IsEffect(mapping)
                && ReadEffect(mapping, declared) is { } effect)
            {
                if (effect is BadgeEffect && effects.Contains(effect))
                {
                    item.Complain("gives the same badge twice; write it once");
                }

                if (effect is QuestEffect quest && effects.Any(one =>
                    one is QuestEffect other && other.Quest == quest.Quest && other.Step == quest.Step))
                {
                    item.Complain("gives progress in the same step twice; write it once");
                }

                effects.Add(effect);
            }
        }

        if (effects.Count > Effect.Max)
        {
            field.Complain(
                $"gives {effects.Count} badges, entitlements and progress; at most {Effect.Max} are allowed");
        }

        return effects;
    }

    /// <summary>Amounts, their factors and their limits need a currency.</summary>
    public static void RequireSense(DocumentMapping rule, IReadOnlyList<Give> gives, IReadOnlyList<Effect> effects)
    {
        if (gives.Count > 0 || effects.Count == 0)
        {
            return;
        }

        foreach (var name in (string[])["multiply", "discount", "group"])
        {
            rule.Find(name)?.Complain("needs an amount, and the rule gives no currency; allowed: a rule with one");
        }

        foreach (var limit in rule.Find("limits") is { Node: ListNode } limits ? limits.AsList("")! : [])
        {
            (limit.Node is MapNode ? limit.AsMapping("")!.Find("amount") : null)
                ?.Complain("limits an amount, and the rule gives no currency; allowed: times");
        }
    }

    private static Effect? ReadEffect(DocumentMapping mapping, Declarations declared)
    {
        if (mapping.Find("badge") is { } badge)
        {
            mapping.AllowOnly("badge");
            return badge.AsDeclared("badge", declared.Badges.Keys) is { } id ? new BadgeEffect(id) : null;
        }

        if (mapping.Find("quest") is { } quest)
        {
            mapping.AllowOnly("quest");
            return QuestEffectReader.Read(quest, declared.Quests);
        }

        mapping.AllowOnly("entitlement");
        const string allowed = "a mapping like { kind: coupon, id: translation-page, quantity: 2 }";
        if (mapping.Find("entitlement")!.AsMapping(allowed) is not { } terms)
        {
            return null;
        }

        terms.AllowOnly("kind", "id", "names", "quantity", "expires");
        var kind = terms.Require("kind", string.Join(", ", Kinds.Keys))?.AsWord(Kinds);
        var item = terms.Require("id", "a name of a–z, 0–9 and '-'")?.AsSlug();
        var names = NamesReader.Read(terms.Find("names"));
        var quantity = terms.Find("quantity") is { } many ? many.AsInteger(1, EntitlementTerms.QuantityMax) : 1;
        var expires = terms.Find("expires");
        var validity = expires is null ? null : Periods.ReadValidity(expires);
        return kind is null || item is null || quantity is null || (expires is not null && validity is null)
            ? null
            : new EntitlementEffect(new EntitlementTerms(kind.Value, item, (int)quantity, validity, names));
    }
}
