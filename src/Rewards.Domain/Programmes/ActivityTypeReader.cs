using Rewards.Domain.Activities;
using Rewards.Domain.Rules;
using Rewards.Domain.Text;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Reads <c>activities</c>. A type or fact with mistakes still counts as declared (a fact whose type cannot be read has
/// the kind <see cref="Unreadable"/>): one mistake, one complaint.
/// </summary>
internal static class ActivityTypeReader
{
    public const FactKind Unreadable = 0;

    private static readonly Dictionary<string, FactKind> Kinds = new(StringComparer.Ordinal)
    {
        ["text"] = FactKind.Text,
        ["integer"] = FactKind.Integer,
        ["decimal"] = FactKind.Decimal,
        ["boolean"] = FactKind.Boolean,
    };

    public static IReadOnlyDictionary<string, ActivityType> Read(DocumentMapping root)
    {
        var types = new Dictionary<string, ActivityType>(StringComparer.Ordinal);
        const string allowed = "a mapping from activity type to its facts, like article-shared: {}";
        if (root.Require("activities", allowed)?.AsMapping(allowed) is { } mapping)
        {
            if (mapping.Count > Programme.ActivityTypesMax)
            {
                mapping.Complain(
                    $"has {mapping.Count} activity types; at most {Programme.ActivityTypesMax} are allowed");
                return types;
            }

            foreach (var (name, field) in mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                types[name] = ReadType(name, field);
            }
        }

        return types;
    }

    private static ActivityType ReadType(string name, DocumentField field)
    {
        if (Slug.Problem(name) is { } problem)
        {
            field.Complain($"the name {DocumentPath.Quoted(name)} {problem}");
        }

        var type = field.AsMapping("a mapping with facts, or {}");
        type?.AllowOnly("facts", "author", "inviter");
        var facts = ReadFacts(type?.Find("facts"));
        var people = new Dictionary<Recipient, string>();
        AddPerson(people, Recipient.Author, type?.Find("author"), facts);
        AddPerson(people, Recipient.Inviter, type?.Find("inviter"), facts);
        return new ActivityType(name, facts) { People = people };
    }

    /// <summary>A fact that names a member; awards name the member, so it cannot be one that is erased.</summary>
    private static void AddPerson(
        Dictionary<Recipient, string> people, Recipient who, DocumentField? field, Dictionary<string, FactTerms> facts)
    {
        if (field?.AsDeclared("fact", facts.Keys) is not { } fact)
        {
            return;
        }

        if (facts[fact] is { Kind: FactKind.Text or Unreadable, Personal: false })
        {
            people[who] = fact;
            return;
        }

        field.Complain($"'{fact}' cannot name a member; allowed: a fact of type text that is not personal");
    }

    private static Dictionary<string, FactTerms> ReadFacts(DocumentField? field)
    {
        var facts = new Dictionary<string, FactTerms>(StringComparer.Ordinal);
        if (field?.AsMapping("a mapping from fact to its type, like { correct: boolean }") is not { } mapping)
        {
            return facts;
        }

        if (mapping.Count > ActivityLimits.FactsMax)
        {
            mapping.Complain($"has {mapping.Count} facts; at most {ActivityLimits.FactsMax} are allowed");
            return facts;
        }

        foreach (var (name, fact) in mapping.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (name.Length > ActivityLimits.FactNameLengthMax || IdText.Problem(name) is not null)
            {
                fact.Complain("is no name of a fact; allowed: "
                    + $"1–{ActivityLimits.FactNameLengthMax} characters without control characters");
            }

            facts[name] = ReadFact(name, fact);
        }

        return facts;
    }

    private static FactTerms ReadFact(string name, DocumentField field)
    {
        if (field.Node is not MapNode)
        {
            return new FactTerms(name, field.AsWord(Kinds) ?? Unreadable, Personal: false);
        }

        var terms = field.AsMapping("a mapping with type and personal")!;
        terms.AllowOnly("type", "personal");
        var kind = terms.Require("type", string.Join(", ", Kinds.Keys))?.AsWord(Kinds) ?? Unreadable;
        return new FactTerms(name, kind, terms.Find("personal")?.AsBoolean() ?? false);
    }
}
