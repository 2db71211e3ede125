using Rewards.Domain.Ledger;
using Rewards.Domain.Rules;

namespace Rewards.Domain.Programmes;

/// <summary>Reads <c>give</c>: <c>{ feathers: 5 }</c> or <c>[{ currency: feathers, amount: 5 }]</c>.</summary>
internal static class GiveReader
{
    private const string Allowed = "a mapping like { feathers: 5 }, or a list like [{ currency: feathers, amount: 5 }]";

    public static readonly Dictionary<string, Recipient> Recipients = new(StringComparer.Ordinal)
    {
        ["member"] = Recipient.Member,
        ["counterparty"] = Recipient.Counterparty,
        ["author"] = Recipient.Author,
        ["inviter"] = Recipient.Inviter,
    };

    public static IReadOnlyList<Give> Read(
        DocumentMapping rule, IReadOnlyDictionary<string, CurrencyTerms> currencies, ActivityType? type)
    {
        if (rule.Require("give", Allowed) is not { } field)
        {
            return [];
        }

        var gives = field.Node is ListNode
            ? ReadList(field.AsList(Allowed)!, currencies, type)
            : ReadMapping(field.AsMapping(Allowed), currencies);
        if (field.Node is MapNode { Entries.Count: 0 } or ListNode { Items.Count: 0 })
        {
            field.Complain("gives nothing; allowed: one or more currencies (or badges and entitlements)");
        }

        return gives;
    }

    /// <summary>A mapping has no order of its own; by currency it is the same however it was written.</summary>
    private static List<Give> ReadMapping(
        DocumentMapping? mapping, IReadOnlyDictionary<string, CurrencyTerms> currencies)
    {
        var gives = new List<Give>();
        foreach (var (currency, field) in mapping?.Entries ?? [])
        {
            if (!currencies.ContainsKey(currency))
            {
                var hint = Suggestion.For(currency, currencies.Keys);
                field.Complain($"unknown currency {DocumentPath.Quoted(currency)}{hint}");
            }
            else if (field.AsInteger(1, Amounts.PostingMax) is { } amount)
            {
                gives.Add(new Give(currency, amount));
            }
        }

        return [.. gives.OrderBy(give => give.Currency, StringComparer.Ordinal)];
    }

    private static List<Give> ReadList(
        IReadOnlyList<DocumentField> items, IReadOnlyDictionary<string, CurrencyTerms> currencies, ActivityType? type)
    {
        var gives = new List<Give>();
        foreach (var item in items)
        {
            if (item.AsMapping("a mapping like { currency: feathers, amount: 5 }") is not { } mapping)
            {
                continue;
            }

            if (EffectReader.IsEffect(mapping))
            {
                continue;
            }

            mapping.AllowOnly("currency", "amount", "to");
            var written = mapping.Require("currency", string.Join(", ", currencies.Keys));
            var currency = written?.AsDeclared("currency", currencies.Keys);
            var amount = mapping.Require("amount", "an integer of at least 1")?.AsInteger(1, Amounts.PostingMax);
            var to = mapping.Find("to") is { } who ? ReadRecipient(who, type) : Recipient.Member;
            if (currency is not null && gives.Any(give => give.Currency == currency && give.To == to))
            {
                written!.Complain($"the currency '{currency}' is given twice; write one amount");
            }
            else if (currency is not null && amount is not null && to is not null)
            {
                var fact = type?.People.GetValueOrDefault(to.Value);
                gives.Add(new Give(currency, amount.Value) { To = to.Value, PersonFact = fact });
            }
        }

        return gives;
    }

    /// <summary>A recipient that the activity type can name.</summary>
    public static Recipient? ReadRecipient(DocumentField field, ActivityType? type)
    {
        if (field.AsWord(Recipients) is not { } to)
        {
            return null;
        }

        if (to is Recipient.Author or Recipient.Inviter && type is not null && !type.People.ContainsKey(to))
        {
            var role = to.ToString().ToLowerInvariant();
            field.Complain($"needs to know the {role}; write '{role}: FACT' below the activity type '{type.Name}', "
                + "with the name of a text fact");
            return null;
        }

        return to;
    }
}
