namespace Rewards.Domain.Programmes;

/// <summary>Reads what people call something, by language: <c>{ zh: 羽毛, en: feathers }</c>.</summary>
internal static class NamesReader
{
    private const int NamesMax = 32;
    private const int LanguageLengthMax = 35;

    public static SortedDictionary<string, string> Read(DocumentField? field)
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
