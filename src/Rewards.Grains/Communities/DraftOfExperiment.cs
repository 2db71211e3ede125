using System.Text;
using Rewards.Domain.Communities;
using Rewards.Domain.Programmes;

namespace Rewards.Grains.Communities;

/// <summary>
/// What an experiment's draft may try. Rules and activities it may change as it likes; what is counted in, measured by
/// and settled with is the same for both arms, otherwise there is nothing to compare and a member's wallet would depend
/// on the arm.
/// </summary>
internal static class DraftOfExperiment
{
    private static readonly string[] Alike =
    [
        "community", "timeZone", "currencies", "negativeBalance", "levels", "badges", "streaks", "quests",
    ];

    /// <exception cref="DocumentException">The fields that differ.</exception>
    public static void Require(int version, string live, Programme draft, ReadOnlySpan<byte> written)
    {
        var (one, other) = (Map(Encoding.UTF8.GetBytes(live)), Map(written));
        DocumentError[] errors =
        [
            .. Alike.Where(name => Of(one, name) != Of(other, name)).Select(name => new DocumentError(
                other.Entries.FirstOrDefault(entry => entry.Key == name)?.Line ?? 0,
                name,
                $"differs from version {version}; an experiment of '{draft.Community}' tries rules, and both arms have "
                + $"the same {string.Join(", ", Alike)}")),
        ];
        if (errors.Length > 0)
        {
            throw new DocumentException(errors);
        }
    }

    /// <summary>The contribution model is the same for both arms; a draft may leave it out.</summary>
    /// <exception cref="DocumentException">It tells another one.</exception>
    public static void RequireModel(PublishedVersion? tip, DocumentNode? model)
    {
        if (model is not null
            && ContributionDocuments.HashOf(ContributionDocuments.Write(model)) != tip?.DocumentHash)
        {
            throw new DocumentException(
                [new DocumentError(0, "contribution",
                    (tip is null ? "is not published" : $"differs from contribution model {tip.Version}")
                    + "; an experiment tries rules, so leave it out")]);
        }
    }

    private static MapNode Map(ReadOnlySpan<byte> document) => (MapNode)JsonDocuments.Parse(document);

    /// <summary>The one spelling of a field; empty where it is not written.</summary>
    private static string Of(MapNode document, string name) =>
        document.Entries.FirstOrDefault(entry => entry.Key == name) is { } entry
            ? Encoding.UTF8.GetString(JsonDocuments.WriteCanonical(entry.Value)) : "";
}
