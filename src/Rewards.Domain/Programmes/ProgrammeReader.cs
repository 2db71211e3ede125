using NodaTime;
using Rewards.Domain.Contribution;
using Rewards.Domain.Ledger;
using Rewards.Domain.Rules;
using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>
/// Compiles an operator's document into a <see cref="Programme"/>. Pure: the same document, the same programme.
/// </summary>
public static class ProgrammeReader
{
    private static readonly Duration LatenessDefault = Duration.FromDays(7);
    private static readonly Duration LatenessLongest = Duration.FromDays(31);
    private static readonly Duration PendingDefault = Duration.FromDays(30);
    private static readonly Duration PendingLongest = Duration.FromDays(366);

    private static readonly Dictionary<string, NegativeBalancePolicy> BalancePolicies = new(StringComparer.Ordinal)
    {
        ["floor"] = NegativeBalancePolicy.Floor,
        ["debt"] = NegativeBalancePolicy.Debt,
    };

    private static readonly Dictionary<string, UnknownActivityPolicy> ActivityPolicies = new(StringComparer.Ordinal)
    {
        ["reject"] = UnknownActivityPolicy.Reject,
        ["record"] = UnknownActivityPolicy.Record,
    };

    /// <param name="document">The document, from a YAML file or a JSON body.</param>
    /// <param name="version">The version under which it is published: 1, 2, …</param>
    /// <param name="modelVersion">The version of the contribution model in it; 0: it has none of its own.</param>
    /// <exception cref="DocumentException">
    /// The document is not a programme; all complaints are told at once.
    /// </exception>
    public static Programme Read(DocumentNode document, int version, int modelVersion = 0) =>
        Read(document, version, modelVersion, apart: false);

    /// <summary>The same for rules whose contribution model, if there is one, is published apart.</summary>
    /// <exception cref="DocumentException">As above.</exception>
    public static Programme ReadRules(DocumentNode document, int version) =>
        Read(document, version, modelVersion: 0, apart: true);

    private static Programme Read(DocumentNode document, int version, int modelVersion, bool apart)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        var complaints = new DocumentComplaints();
        var root = DocumentField.Root(document, complaints).AsMapping("a mapping with community, name, currencies, …");
        var programme = root is null ? null : Read(root, version, modelVersion, apart, document);
        if (programme is { Content.Length: > DocumentLimits.BytesMax })
        {
            complaints.Add(
                document.Line,
                DocumentPath.Root,
                $"has {programme.Content.Length} bytes as canonical JSON; allowed: at most {DocumentLimits.BytesMax}");
        }

        complaints.ThrowIfAny();
        return programme!;
    }

    private static Programme? Read(
        DocumentMapping root, int version, int modelVersion, bool apart, DocumentNode document)
    {
        root.AllowOnly(
            "community", "name", "timeZone", "currencies", "negativeBalance", "unknownActivity", "latenessMax",
            "pendingLapse", "activities", "rules", "contribution", "levels", "badges",
            "streaks", "sanctions", "budgets", "quests");
        var community = root.Require("community", "the community's name in URLs, of a–z, 0–9 and '-'")?.AsSlug();
        var name = root.Require("name", "the community's name for people")?.AsLabel();
        var zone = ReadZone(root);
        var currencies = CurrencyReader.Read(root);
        var negativeBalance = root.Require("negativeBalance", Words(BalancePolicies))?.AsWord(BalancePolicies);
        var unknownActivity = root.Require("unknownActivity", Words(ActivityPolicies))?.AsWord(ActivityPolicies);
        var lateness = ReadLength(root, "latenessMax", LatenessDefault, LatenessLongest);
        var lapse = ReadLength(root, "pendingLapse", PendingDefault, PendingLongest);
        var types = ActivityTypeReader.Read(root);
        var declared = new Declarations(currencies, types)
        {
            Levels = LevelReader.Read(root),
            Badges = BadgeReader.Read(root),
            Streaks = StreakReader.Read(root, types),
            Budgets = BudgetReader.Read(root, currencies),
            Quests = QuestReader.Read(root),
        };
        var rules = new RuleReader(declared).Read(root);
        var quests = QuestRewardReader.Read(root, rules, declared);
        var model = ReadModel(root, declared, modelVersion, apart);
        var sanctions = StandingReader.ReadPolicy(root);
        if (community is null || name is null || zone is null || negativeBalance is null || unknownActivity is null
            || lateness is null || lapse is null)
        {
            return null;
        }

        var tallies = CounterIndex.Tallies(rules);
        return new Programme
        {
            Community = new CommunityId(community),
            Version = version,
            Name = name,
            Calendar = new CommunityCalendar(zone),
            Currencies = currencies,
            NegativeBalance = negativeBalance.Value,
            UnknownActivity = unknownActivity.Value,
            LatenessMax = lateness.Value,
            PendingLapse = lapse.Value,
            ActivityTypes = types,
            Rules = [.. rules, .. quests.Values.Select(quest => quest.Reward)],
            Quests = quests,
            RulesByType = ByType(rules),
            TalliesByType = tallies,
            SupportByType = CounterIndex.Support(rules),
            Contribution = model,
            Levels = declared.Levels,
            Badges = declared.Badges,
            Streaks = declared.Streaks,
            StreaksByType = StreakReader.ByType(declared.Streaks),
            HasAchievements = declared.Levels is not null || rules.Any(rule => rule.Effects.Count > 0),
            Sanctions = sanctions,
            Budgets = declared.Budgets,
            BudgetsByType = BudgetReader.NeedsByType(rules),
            KeyedByType = CounterIndex.Keyed(rules, tallies, model),
            Content = JsonDocuments.WriteCanonical(document),
        };
    }

    private static ContributionModel? ReadModel(
        DocumentMapping root, Declarations declared, int modelVersion, bool apart)
    {
        var model = root.Find("contribution") is { } written
            ? ContributionReader.Read(written, declared) with { Version = modelVersion } : null;
        if (declared.Levels is not null && model is null && !apart)
        {
            root.Find("levels")!.Complain(LevelReader.NeedsModel);
        }

        return model;
    }

    private static DateTimeZone? ReadZone(DocumentMapping root)
    {
        const string allowed = "an IANA time zone like Asia/Shanghai";
        var field = root.Require("timeZone", allowed);
        if (field?.AsText(allowed) is not { } id)
        {
            return null;
        }

        // The provider would also make zones of fixed offset ("UTC+8"); a community lives in a place.
        var zones = DateTimeZoneProviders.Tzdb;
        if (zones.Ids.Contains(id, StringComparer.Ordinal))
        {
            return zones[id];
        }

        var hint = Suggestion.Nearest(id, zones.Ids) is { } near ? $"; did you mean '{near}'?" : ";";
        field.Complain($"unknown time zone {DocumentPath.Quoted(id)}{hint} Allowed: {allowed}");
        return null;
    }

    private static Duration? ReadLength(DocumentMapping root, string name, Duration otherwise, Duration max) =>
        root.Find(name) is { } field ? Periods.ReadLength(field, max) : otherwise;

    private static string Words<T>(Dictionary<string, T> words) => string.Join(", ", words.Keys);

    private static Dictionary<string, IReadOnlyList<Rule>> ByType(IReadOnlyList<Rule> rules) =>
        rules.GroupBy(rule => rule.When, StringComparer.Ordinal).ToDictionary(
            type => type.Key,
            IReadOnlyList<Rule> (type) => [.. type.OrderBy(rule => rule.Order)],
            StringComparer.Ordinal);
}
