using System.Text;
using NodaTime;
using Rewards.Domain.Communities;
using Rewards.Domain.Programmes;

namespace Rewards.Grains.Communities;

/// <summary>
/// Rules and contribution model are published apart and decide together: whatever is published must fit everything that
/// it will be in force with. Rules declare the activity types that a model measures.
/// </summary>
internal static class JointDocuments
{
    /// <summary>Compiles rules with a model; null: with none.</summary>
    public static Programme Compile(PublishedRules rules, PublishedModel? model)
    {
        var (document, version) = (Parse(rules.Document), rules.Version.Version);
        return model is null
            ? ProgrammeReader.ReadRules(ContributionDocuments.Join(document, null), version)
            : ProgrammeReader.Read(
                ContributionDocuments.Join(document, Parse(model.Document)), version, model.Version.Version);
    }

    /// <summary>Whether rules that come into force then fit every model from then on.</summary>
    /// <exception cref="DocumentException">What of which model does not fit.</exception>
    public static async ValueTask RequireModelsFitAsync(CommunityActivation grain, DocumentNode rules, Instant from)
    {
        foreach (var version in From(grain.State.Models.All, from))
        {
            var model = (await CommunityReading.FetchModelAsync(grain, version.Version))!;
            Require(rules, Parse(model.Document), $"contribution model {version.Version} asks for it");
        }
    }

    /// <summary>
    /// Whether a model that comes into force then, by itself or along with rules, fits all rules from then on.
    /// </summary>
    /// <exception cref="DocumentException">What does not fit which rules.</exception>
    public static async ValueTask RequireFitsRulesAsync(
        CommunityActivation grain, DocumentNode model, Instant from, Instant now, bool alongRules = false)
    {
        var drafts = grain.State.Experiments.Where(it => it.RunsAt(Instant.Max(from, now))).Select(it => it.Version);
        var rules = alongRules ? [] : From(grain.State.Versions, from).Select(version => version.Version);
        foreach (var version in rules.Concat(drafts))
        {
            var known = (await CommunityReading.FetchRulesAsync(grain, version))!;
            Require(Parse(known.Document), model, $"in version {version} of the rules");
        }
    }

    public static DocumentNode Parse(string document) => JsonDocuments.Parse(Encoding.UTF8.GetBytes(document));

    private static IEnumerable<PublishedVersion> From(IReadOnlyList<PublishedVersion> versions, Instant from)
    {
        var first = versions.InForceAt(from)?.Version ?? 1;
        return versions.Where(version => version.Version >= first && version.Counts);
    }

    private static void Require(DocumentNode rules, DocumentNode model, string which)
    {
        try
        {
            ProgrammeReader.Read(ContributionDocuments.Join(rules, model), 1);
        }
        catch (DocumentException e)
        {
            throw new DocumentException(
                [.. e.Errors.Select(error => error with { Message = $"{error.Message} ({which})" })]);
        }
    }
}
