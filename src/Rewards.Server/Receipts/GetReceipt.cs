using System.Text.Json;
using Rewards.Domain;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Server.Activities;
using Rewards.Server.Http;

namespace Rewards.Server.Receipts;

/// <summary>
/// <c>GET …/members/{member}/activities/{activity}/receipt</c>: why it is so, in Chinese and English beside the
/// structured form, and the smallest single change that would have given more.
/// </summary>
internal sealed class GetReceipt(IGrains grains, ProgrammeCache programmes)
{
    public async Task HandleAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        var id = RawPath.Activity(context);
        await programmes.CurrentAsync(community.Value);
        var answer = await grains.Member(community, RawPath.Member(context)).FindActivityAsync(id)
            ?? throw new DomainException(
                Refusals.UnknownActivity, $"The member has no activity '{id}'.", ("id", id));
        var programme = await programmes.VersionAsync(community.Value, answer.Receipt.RulesVersion);
        var later = new Dictionary<int, Programme>();
        foreach (var grant in answer.Retroactive)
        {
            later[grant.Version] = await programmes.VersionAsync(community.Value, grant.Version);
        }

        await JsonAnswer.WriteAsync(
            context, (answer, programme, later), static (json, it) => Write(json, it.answer, it.programme, it.later));
    }

    private static void Write(
        Utf8JsonWriter json, ActivityAnswer answer, Programme programme, Dictionary<int, Programme> later)
    {
        var text = new ReceiptText(programme.Calendar.Zone);
        json.WriteStartObject();
        json.WriteString("id"u8, answer.Activity.Id.Value);
        json.WritePropertyName("receipt"u8);
        ReceiptJson.Write(json, answer, programme);
        json.WriteStartArray("sentences"u8);
        foreach (var trace in answer.Receipt.Rules)
        {
            var rule = programme.Rules[trace.Rule];
            var condition = ConditionText.Of(rule, answer.Activity, trace);
            json.WriteStartObject();
            json.WriteString("rule"u8, rule.Id);
            var discount = ReceiptJson.WeightOf(answer, rule)?.Discount;
            Write(json, text.Of(rule, trace, GivenText.Of(answer, rule, programme), condition, discount));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteChange(json, answer, programme, text);
        if (answer.Retroactive.Count > 0)
        {
            RetroactiveReceipt.Write(json, answer, later);
        }

        json.WriteEndObject();
    }

    private static void WriteChange(
        Utf8JsonWriter json, ActivityAnswer answer, Programme programme, ReceiptText text)
    {
        var at = answer.Activity.At ?? answer.RecordedAt;
        if (SmallestChange.Find(programme.Rules, answer.Activity, at, answer.Receipt) is not { } change)
        {
            json.WriteNull("smallestChange"u8);
            return;
        }

        json.WriteStartObject("smallestChange"u8);
        json.WriteString("rule"u8, programme.Rules[change.Rule].Id);
        json.WriteString("kind"u8, change.Kind switch
        {
            ChangeKind.Fact => "fact"u8,
            ChangeKind.Subject => "subject"u8,
            ChangeKind.Counterparty => "counterparty"u8,
            ChangeKind.OtherCounterparty => "other-counterparty"u8,
            ChangeKind.Contribution => "contribution"u8,
            ChangeKind.Level => "level"u8,
            ChangeKind.Badge => "badge"u8,
            ChangeKind.Streak => "streak"u8,
            _ => "wait"u8,
        });
        if (change.Fact is { } fact)
        {
            json.WriteString("fact"u8, fact.Name);
            json.WritePropertyName("value"u8);
            RecordedActivityJson.WriteValue(json, fact.Value);
        }

        ActivityJson.WriteTime(json, "until"u8, change.Until);
        if (change.Name is not null)
        {
            json.WriteString("name"u8, change.Name);
        }

        if (change.Missing > 0)
        {
            json.WriteNumber("missing"u8, change.Kind == ChangeKind.Streak ? change.Missing : change.Missing / 1_000m);
        }

        Write(json, text.Of(programme, change));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in Sentence sentence)
    {
        json.WriteString("zh"u8, sentence.Chinese);
        json.WriteString("en"u8, sentence.English);
    }
}
