using System.Globalization;
using System.Text.Json;
using Rewards.Domain;
using Rewards.Domain.Ledger;
using Rewards.Domain.Programmes;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Server.Activities;
using Rewards.Server.Http;

namespace Rewards.Server.Members;

/// <summary><c>GET …/members/{member}/ledger</c>: postings newest first, each with its cause.</summary>
internal sealed class GetLedger(IGrains grains, ProgrammeCache programmes)
{
    public async Task HandleAsync(HttpContext context)
    {
        PageQuery.RequireKnown(context, "limit", "after", "currency", "cause");
        var cause = (string?)context.Request.Query["cause"];
        if (cause is not null && !LedgerCauses.All.Contains(cause))
        {
            throw new ProblemException(
                Problems.InvalidQuery, $"'cause' must be one of {string.Join(", ", LedgerCauses.All)}.", ("parameter",
                    "cause"));
        }

        var query = new LedgerQuery(
            LedgerCursor.Parse(context.Request.Query["after"]),
            PageQuery.Limit(context),
            context.Request.Query["currency"],
            cause);
        var community = RawPath.Community(context);
        await programmes.CurrentAsync(community.Value);
        var page = await ReadAsync(grains.Member(community, RawPath.Member(context)), query);
        var versions = new Dictionary<int, Programme>();
        foreach (var version in page.Entries.Select(entry => entry.Cause.RulesVersion).OfType<int>().Distinct())
        {
            versions[version] = await programmes.VersionAsync(community.Value, version);
        }

        await JsonAnswer.WriteAsync(context, (page, versions), static (json, it) => Write(json, it.page, it.versions));
    }

    private static async ValueTask<LedgerPage> ReadAsync(IMemberGrain member, LedgerQuery query)
    {
        try
        {
            var page = await member.ReadLedgerAsync(query);
            return page.Entries.Count > 0 || await member.GetAsync() is not null
                ? page
                : throw new DomainException(
                    Refusals.UnknownMember, "There is no such member; the first activity creates one.");
        }
        catch (ArgumentException)
        {
            throw new ProblemException(Problems.InvalidCursor, "'after' is not a cursor of this member's ledger.");
        }
    }

    private static void Write(Utf8JsonWriter json, LedgerPage page, Dictionary<int, Programme> versions)
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var entry in page.Entries)
        {
            WriteEntry(json, entry, versions);
        }

        json.WriteEndArray();
        if (page.Next is { } next)
        {
            json.WriteString("next"u8, LedgerCursor.Format(next));
        }
        else
        {
            json.WriteNull("next"u8);
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, LedgerEntry entry, Dictionary<int, Programme> versions)
    {
        var posting = entry.Posting;
        json.WriteStartObject();
        json.WriteString("id"u8, string.Create(CultureInfo.InvariantCulture, $"{entry.Version}-{entry.Index}"));
        ActivityJson.WriteTime(json, "at"u8, entry.At);
        json.WriteString("currency"u8, posting.Currency);
        json.WriteNumber("amount"u8, posting.Amount);
        json.WriteString("from"u8, Name(posting.From));
        json.WriteString("to"u8, Name(posting.To));
        ActivityJson.WriteTime(json, "lotExpiresAt"u8, posting.LotExpiresAt);
        WriteCause(json, entry.Cause, versions);
        json.WriteEndObject();
    }

    private static void WriteCause(Utf8JsonWriter json, LedgerCause cause, Dictionary<int, Programme> versions)
    {
        json.WriteStartObject("cause"u8);
        json.WriteString("kind"u8, cause.Kind);
        WriteText(json, "activity"u8, cause.Activity);
        if (cause is { RulesVersion: { } version, Rule: { } rule })
        {
            json.WriteString("rule"u8, versions[version].Rules[rule].Id);
            json.WriteNumber("ruleVersion"u8, version);
        }

        WriteText(json, "member"u8, cause.From);
        WriteText(json, "by"u8, cause.By);
        WriteText(json, "reason"u8, cause.Reason);
        WriteText(json, "hold"u8, cause.Hold);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static string Name(Account account) => account.ToString().ToLowerInvariant();
}
