using System.Text.Json;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Grains.Entitlements;
using Rewards.Grains.Members;
using Rewards.Server.Activities;
using Rewards.Server.Badges;

namespace Rewards.Server.Entitlements;

/// <summary>Writes what a member may claim.</summary>
internal static class EntitlementJson
{
    /// <summary>What an activity gave, or gives once it is approved.</summary>
    public static void Write(Utf8JsonWriter json, EntitlementMade made, Programme programme)
    {
        json.WriteStartObject();
        if (made.Id is not null)
        {
            json.WriteString("id"u8, made.Id);
        }

        WriteWhat(json, made.Kind, made.Item, made.Quantity, TermsOf(programme, made.Rule, made.Index));
        json.WriteString("status"u8, made.Id is null ? "pending"u8 : "granted"u8);
        ActivityJson.WriteTime(json, "expiresAt"u8, made.ExpiresAt);
        WriteRule(json, programme, made.Rule);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, EntitlementView view, EntitlementPage page, Programme programme)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, view.Id);
        WriteWhat(json, view.Kind, view.Item, view.Quantity, TermsOf(programme, view.Rule, view.Index));
        json.WriteString("status"u8, view.TakenBack ? "taken-back"u8
            : view.ExpiresAt <= page.Now ? "expired"u8 : "active"u8);
        ActivityJson.WriteTime(json, "grantedAt"u8, view.GrantedAt);
        ActivityJson.WriteTime(json, "expiresAt"u8, view.ExpiresAt);
        json.WriteString("activity"u8, view.Activity);
        WriteRule(json, programme, view.Rule);
        json.WriteEndObject();
    }

    public static ReadOnlySpan<byte> Name(EntitlementKind kind) => kind switch
    {
        EntitlementKind.Coupon => "coupon"u8,
        EntitlementKind.Download => "download"u8,
        _ => "draw-ticket"u8,
    };

    private static void WriteWhat(
        Utf8JsonWriter json, EntitlementKind kind, string item, int quantity, EntitlementTerms? terms)
    {
        json.WriteString("kind"u8, Name(kind));
        json.WriteString("item"u8, item);
        BadgeJson.WriteNames(json, "names"u8, terms?.Names);
        json.WriteNumber("quantity"u8, quantity);
    }

    private static void WriteRule(Utf8JsonWriter json, Programme programme, int rule)
    {
        json.WriteString("rule"u8, programme.Rules[rule].Id);
        json.WriteNumber("ruleVersion"u8, programme.Version);
    }

    /// <summary>As the immutable version has it.</summary>
    private static EntitlementTerms? TermsOf(Programme programme, int rule, int index) =>
        (programme.Rules[rule].Effects.ElementAtOrDefault(index) as EntitlementEffect)?.Terms;
}
