using NodaTime;
using Rewards.Domain.Text;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>currencies</c>. A currency with mistakes still counts as declared: one mistake, one complaint.
/// </summary>
internal static class CurrencyReader
{
    public static IReadOnlyDictionary<string, CurrencyTerms> Read(DocumentMapping root)
    {
        var currencies = new Dictionary<string, CurrencyTerms>(StringComparer.Ordinal);
        const string allowed = "a mapping from currency to its terms, like feathers: {}";
        if (root.Require("currencies", allowed)?.AsMapping(allowed) is { } mapping)
        {
            if (mapping.Count is 0 or > Programme.CurrenciesMax)
            {
                mapping.Complain($"has {mapping.Count} currencies; allowed: 1 to {Programme.CurrenciesMax}");
                return currencies;
            }

            foreach (var (code, field) in mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                currencies[code] = ReadTerms(code, field);
            }
        }

        return currencies;
    }

    private static CurrencyTerms ReadTerms(string code, DocumentField field)
    {
        if (Slug.Problem(code) is { } problem)
        {
            field.Complain($"the name {DocumentPath.Quoted(code)} {problem}");
        }

        if (field.AsMapping("a mapping with names and expires, or {}") is not { } terms)
        {
            return new CurrencyTerms(code, null, new Dictionary<string, string>());
        }

        terms.AllowOnly("names", "expires");
        return new CurrencyTerms(code, ReadValidity(terms.Find("expires")), NamesReader.Read(terms.Find("names")));
    }

    private static Period? ReadValidity(DocumentField? field)
    {
        const string allowed = "never, or a mapping like { after: P365D }";
        if (field is null || field.Node is ScalarNode { Kind: ScalarKind.Text, Text: "never" })
        {
            return null;
        }

        var expires = field.AsMapping(allowed);
        expires?.AllowOnly("after");
        return expires?.Require("after", allowed) is { } after ? Periods.ReadValidity(after) : null;
    }
}
