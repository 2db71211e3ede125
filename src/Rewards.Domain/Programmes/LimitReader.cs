using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>limits</c> and <c>coolDown</c> of one rule; the cool-down comes last. Keys are unique in the whole version,
/// because counters on disk are found by them: <paramref name="keys"/> holds those of all rules read so far.
/// </summary>
internal sealed class LimitReader(Dictionary<ulong, string> keys)
{
    /// <summary>Most limits of one rule; each is one counter to read and write per activity.</summary>
    public const int LimitsMax = 16;

    private const long TimesMax = 1_000_000_000;

    private static readonly Duration CoolDownMax = Duration.FromDays(31);

    private static readonly Dictionary<string, LimitScope> Scopes = new(StringComparer.Ordinal)
    {
        ["member"] = LimitScope.Member,
        ["member-and-subject"] = LimitScope.MemberAndSubject,
        ["member-and-counterparty"] = LimitScope.MemberAndCounterparty,
    };

    public IReadOnlyList<Limit> Read(DocumentMapping rule, string? ruleId, IReadOnlyList<Give> gives)
    {
        var limits = new List<Limit>();
        foreach (var item in ReadItems(rule.Find("limits")))
        {
            var mapping = item.AsMapping("a mapping like { per: member, within: day, times: 3 }");
            if (mapping is not null && ReadLimit(mapping, ruleId ?? "", gives) is { } limit)
            {
                Keep(limits, limit, item, ruleId);
            }
        }

        if (rule.Find("coolDown") is { } coolDown && ReadCoolDown(coolDown, ruleId ?? "") is { } pause)
        {
            Keep(limits, pause, coolDown, ruleId);
        }

        return limits;
    }

    private static IReadOnlyList<DocumentField> ReadItems(DocumentField? field)
    {
        const string allowed = "a list like [{ per: member, within: day, times: 3 }]";
        var items = field?.AsList(allowed) ?? [];
        if (items.Count <= LimitsMax)
        {
            return items;
        }

        field!.Complain($"has {items.Count} limits; at most {LimitsMax} are allowed");
        return [];
    }

    private static Limit? ReadLimit(DocumentMapping limit, string rule, IReadOnlyList<Give> gives)
    {
        limit.AllowOnly("per", "within", "times", "amount", "currency");
        var scope = limit.Require("per", string.Join(", ", Scopes.Keys))?.AsWord(Scopes);
        var window = limit.Require("within", string.Join(", ", WindowWords.All.Keys))
            ?.AsWord(WindowWords.All);
        var times = limit.Find("times");
        var amount = limit.Find("amount");
        if ((times is null) == (amount is null))
        {
            limit.Complain("needs either times (how often) or amount (how much)");
            return null;
        }

        var unit = times is null ? LimitUnit.Amount : LimitUnit.Times;
        var max = times is null ? amount!.AsInteger(1, Amounts.BalanceMax) : times.AsInteger(1, TimesMax);
        var counted = TryReadCurrency(limit, unit, gives, out var currency);
        return scope is { } s && window is { } w && max is { } m && counted
            ? new Limit(LimitKeys.Of(rule, s, unit, w, currency), s, unit, w, currency, m, Duration.Zero)
            : null;
    }

    private static bool TryReadCurrency(
        DocumentMapping limit, LimitUnit unit, IReadOnlyList<Give> gives, out string? currency)
    {
        var written = limit.Find("currency");
        currency = null;
        if (unit == LimitUnit.Times)
        {
            written?.Complain("belongs to a limit with amount; times counts activities");
            return written is null;
        }

        var codes = gives.Select(give => give.Currency).Distinct(StringComparer.Ordinal).ToList();
        if (written is not null)
        {
            currency = written.AsDeclared("currency that the rule gives", codes);
        }
        else if (codes.Count > 1)
        {
            limit.Complain(
                $"needs currency, because the rule gives several; allowed: {string.Join(", ", codes)}");
        }
        else
        {
            // With no gives there has been a complaint already.
            currency = codes.Count == 1 ? codes[0] : null;
        }

        return currency is not null;
    }

    private static Limit? ReadCoolDown(DocumentField field, string rule)
    {
        var scope = (LimitScope?)LimitScope.Member;
        var every = (DocumentField?)field;
        if (field.Node is MapNode)
        {
            var mapping = field.AsMapping("a mapping like { per: member-and-subject, every: PT10M }")!;
            mapping.AllowOnly("per", "every");
            scope = mapping.Require("per", string.Join(", ", Scopes.Keys))?.AsWord(Scopes);
            every = mapping.Require("every", "an ISO period like PT10M");
        }

        var length = every is null ? null : Periods.ReadLength(every, CoolDownMax);
        if (scope is not { } s || length is not { } l)
        {
            return null;
        }

        var key = LimitKeys.Of(rule, s, LimitUnit.CoolDown, WindowKind.Lifetime, null);
        return new Limit(key, s, LimitUnit.CoolDown, WindowKind.Lifetime, null, 0, l);
    }

    private void Keep(List<Limit> limits, Limit limit, DocumentField field, string? ruleId)
    {
        // Without the rule's id (there has been a complaint) the key is not the one that counts.
        if (ruleId is not null && !keys.TryAdd(limit.Key, field.Path))
        {
            field.Complain($"counts the same as {keys[limit.Key]} (same per, within and currency); keep one of them");
        }

        limits.Add(limit);
    }
}
