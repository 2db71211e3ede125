using System.Text.Json;
using Rewards.Domain;
using Rewards.Domain.Programmes;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Grains.Vesting;
using Rewards.Server.Activities;
using Rewards.Server.Badges;
using Rewards.Server.Http;
using Rewards.Server.Levels;
using Rewards.Server.Quests;
using Rewards.Server.Standing;
using Rewards.Server.Streaks;

namespace Rewards.Server.Members;

/// <summary><c>GET …/members/{member}</c>: balances and what expires when, contribution, level,
/// badges, streaks and quests.</summary>
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
        var rules = new Dictionary<int, Programme>();
        foreach (var vesting in member.Vestings)
        {
            rules[vesting.RulesVersion] = await programmes.VersionAsync(community.Value, vesting.RulesVersion);
        }

        await JsonAnswer.WriteAsync(
            context, (id, member, programme, rules),
            static (json, it) => Write(json, it.id, it.member, it.programme, it.rules));
    }

    private static void Write(
        Utf8JsonWriter json, MemberId id, MemberView member, Programme programme,
        Dictionary<int, Programme> rules)
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
        json.WritePropertyName("quests"u8);
        QuestNowJson.Write(json, member.Quests, programme);
        json.WritePropertyName("standing"u8);
        StandingJson.Write(json, member.Standing);
        WriteVestings(json, member.Vestings, rules);
        json.WriteEndObject();
    }

    private static void WriteVestings(
        Utf8JsonWriter json, IReadOnlyList<VestingView> vestings, Dictionary<int, Programme> rules)
    {
        json.WriteStartArray("vesting"u8);
        foreach (var vesting in vestings)
        {
            json.WriteStartObject();
            json.WriteString("activity"u8, vesting.Activity);
            json.WriteString("rule"u8, rules[vesting.RulesVersion].Rules[vesting.Rule].Id);
            json.WriteNumber("ruleVersion"u8, vesting.RulesVersion);
            json.WriteNumber("activeDays"u8, vesting.DaysSeen);
            json.WriteNumber("activeDaysNeeded"u8, vesting.DaysNeeded);
            ActivityJson.WriteTime(json, "until"u8, vesting.EndsAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
