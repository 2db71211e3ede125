using NodaTime;
using Rewards.Domain.Text;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>currencies</c>. A currency with mistakes still counts as declared: one mistake, one complaint.
/// </summary>
internal static class CurrencyReader
{
    private const int NamesMax = 32;
    private const int LanguageLengthMax = 35;

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
        return new CurrencyTerms(code, ReadValidity(terms.Find("expires")), ReadNames(terms.Find("names")));
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

    private static SortedDictionary<string, string> ReadNames(DocumentField? field)
    {
        var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (field?.AsMapping("a mapping from language to name, like { en: feathers }") is not { } mapping)
        {
            return names;
        }

        if (mapping.Count > NamesMax)
        {
            mapping.Complain($"has {mapping.Count} languages; at most {NamesMax} are allowed");
            return names;
        }

        foreach (var (language, name) in mapping.Entries)
        {
            if (!IsLanguage(language))
            {
                name.Complain(
                    $"{DocumentPath.Quoted(language)} is not a language; allowed: a tag like zh, en or zh-Hant");
            }
            else if (name.AsLabel() is { } label)
            {
                names[language] = label;
            }
        }

        return names;
    }

    /// <summary>The form of a BCP 47 tag; whether the language exists is for its readers to know.</summary>
    private static bool IsLanguage(string tag) =>
        tag.Length <= LanguageLengthMax
        && tag.Split('-') is var parts
        && parts[0].Length is 2 or 3
        && parts[0].All(char.IsAsciiLetterLower)
        && parts.All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
}
