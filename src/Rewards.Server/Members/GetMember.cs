using System.Text.Json;
using Rewards.Domain;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Server.Activities;
using Rewards.Server.Http;
using Rewards.Server.Standing;

namespace Rewards.Server.Members;

/// <summary><c>GET …/members/{member}</c>: balances and what expires when.</summary>
internal sealed class GetMember(IGrains grains, ProgrammeCache programmes)
{
    public async Task HandleAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        var id = RawPath.Member(context);
        await programmes.CurrentAsync(community.Value);
        var member = await grains.Member(community, id).GetAsync()
            ?? throw new DomainException(
                Refusals.UnknownMember, $"There is no member '{id}'; the first activity creates one.", ("member",
                    id.Value));
        await JsonAnswer.WriteAsync(context, (id, member), static (json, it) => Write(json, it.id, it.member));
    }

    private static void Write(Utf8JsonWriter json, MemberId id, MemberView member)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id.Value);
        ActivityJson.WriteTime(json, "since"u8, member.Since);
        json.WriteStartObject("balances"u8);
        foreach (var (balance, expiring) in member.Balances)
        {
            json.WriteStartObject(balance.Currency);
            json.WriteNumber("available"u8, balance.Available);
            json.WriteNumber("pending"u8, balance.Pending);
            json.WriteNumber("held"u8, balance.Held);
            json.WriteStartArray("expiring"u8);
            foreach (var lot in expiring)
            {
                json.WriteStartObject();
                json.WriteNumber("amount"u8, lot.Amount);
                ActivityJson.WriteTime(json, "at"u8, lot.ExpiresAt);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WritePropertyName("standing"u8);
        StandingJson.Write(json, member.Standing);
        json.WriteEndObject();
    }
}
