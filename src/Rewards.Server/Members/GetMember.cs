using System.Text.Json;
using Rewards.Domain;
using Rewards.Domain.Programmes;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Server.Activities;
using Rewards.Server.Badges;
using Rewards.Server.Http;
using Rewards.Server.Levels;
using Rewards.Server.Streaks;

namespace Rewards.Server.Members;

/// <summary><c>GET …/members/{member}</c>: balances and what expires when, contribution, level,
/// badges and streaks.</summary>
internal sealed class GetMember(IGrains grains, ProgrammeCache programmes)
{
    public async Task HandleAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        var id = RawPath.Member(context);
        var programme = await programmes.CurrentAsync(community.Value);
        var member = await grains.Member(community, id).GetAsync()
            ?? throw new DomainException(
                Refusals.UnknownMember, $"There is no member '{id}'; the first activity creates one.", ("member",
                    id.Value));
        await JsonAnswer.WriteAsync(
            context, (id, member, programme), static (json, it) => Write(json, it.id, it.member, it.programme));
    }

    private static void Write(Utf8JsonWriter json, MemberId id, MemberView member, Programme programme)
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
        LevelJson.Write(json, member, programme);
        json.WritePropertyName("badges"u8);
        BadgeJson.Write(json, member.Badges, programme);
        json.WritePropertyName("streaks"u8);
        StreakJson.Write(json, member.Streaks, programme);
        json.WriteEndObject();
    }
}
