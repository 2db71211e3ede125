using System.Globalization;
using NodaTime;
using Rewards.Domain.Communities;
using Rewards.Server.Http;

namespace Rewards.Server.Communities;

/// <summary>Answers with versions, of the rules or of the contribution model: both are listed and told alike.</summary>
internal static class VersionAnswers
{
    /// <summary>A page, newest first.</summary>
    public static async Task ListAsync(HttpContext context, IReadOnlyList<PublishedVersion> versions, Instant now)
    {
        var limit = PageQuery.Limit(context);
        var before = PublicationQuery.Before(context, versions.Count);
        var page = versions.Take(before).Reverse().Take(limit).ToArray();
        var next = before > limit ? page[^1].Version.ToString(CultureInfo.InvariantCulture) : null;
        await JsonAnswer.WriteAsync(context, (page, next, inForce: InForce(versions, now)), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var version in it.page)
            {
                RulesVersionJson.Write(json, version, it.inForce);
            }

            json.WriteEndArray();
            json.WriteString("next"u8, it.next);
            json.WriteEndObject();
        });
    }

    /// <summary>One of them, as it stands among the others.</summary>
    public static ValueTask WriteAsync(
        HttpContext context, IReadOnlyList<PublishedVersion> versions, PublishedVersion version, Instant now,
        int status) => JsonAnswer.WriteAsync(
            context,
            (version, inForce: InForce(versions, now)),
            static (json, it) => RulesVersionJson.Write(json, it.version, it.inForce),
            status);

    /// <summary>The number of the one in force; 0: none is.</summary>
    public static int InForce(IReadOnlyList<PublishedVersion> versions, Instant now) =>
        versions.InForceAt(now)?.Version ?? 0;
}
