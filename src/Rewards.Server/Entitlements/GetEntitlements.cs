using System.Text.Json;
using Rewards.Domain;
using Rewards.Domain.Programmes;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Entitlements;
using Rewards.Grains.Members;
using Rewards.Server.Http;
using Rewards.Server.Members;

namespace Rewards.Server.Entitlements;

/// <summary><c>GET …/members/{member}/entitlements</c>: what the member was given to claim, newest first.</summary>
internal sealed class GetEntitlements(IGrains grains, ProgrammeCache programmes)
{
    public async Task HandleAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "limit", "after");
        var query = new EntitlementQuery(
            LedgerCursor.Parse(context.Request.Query["after"]), PageQuery.Limit(context));
        var community = RawPath.Community(context);
        await programmes.CurrentAsync(community.Value);
        var page = await ReadAsync(grains.Member(community, RawPath.Member(context)), query);
        var versions = new Dictionary<int, Programme>();
        foreach (var version in page.Items.Select(item => item.RulesVersion).Distinct())
        {
            versions[version] = await programmes.VersionAsync(community.Value, version);
        }

        await JsonAnswer.WriteAsync(context, (page, versions), static (json, it) => Write(json, it.page, it.versions));
    }

    private static async ValueTask<EntitlementPage> ReadAsync(IMemberGrain member, EntitlementQuery query)
    {
        try
        {
            var page = await member.ReadEntitlementsAsync(query);
            return page.Items.Count > 0 || await member.GetAsync() is not null
                ? page
                : throw new DomainException(
                    Refusals.UnknownMember, "There is no such member; the first activity creates one.");
        }
        catch (ArgumentException)
        {
            throw new ProblemException(Problems.InvalidCursor, "'after' is not a cursor of this member's list.");
        }
    }

    private static void Write(Utf8JsonWriter json, EntitlementPage page, Dictionary<int, Programme> versions)
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var item in page.Items)
        {
            EntitlementJson.Write(json, item, page, versions[item.RulesVersion]);
        }

        json.WriteEndArray();
        json.WriteString("next"u8, page.Next is { } next ? LedgerCursor.Format(next) : null);
        json.WriteEndObject();
    }
}
