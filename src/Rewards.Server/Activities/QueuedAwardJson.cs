using System.Text.Json;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Grains.Members;

namespace Rewards.Server.Activities;

/// <summary>Renders an award to somebody else; what became of it is in that member's ledger.</summary>
internal static class QueuedAwardJson
{
    public static void Write(Utf8JsonWriter json, AwardQueued award, Programme programme)
    {
        json.WriteStartObject();
        json.WriteString("to"u8, Name(award.To));
        json.WriteString("person"u8, award.Person);
        json.WriteString("currency"u8, award.Currency);
        json.WriteNumber("asked"u8, award.Asked);
        json.WriteNumber("amount"u8, award.Granted);
        json.WriteString(
            "status"u8, programme.Rules[award.Rule].Status == AwardStatus.Vesting ? "vesting"u8 : "queued"u8);
        json.WriteString("rule"u8, programme.Rules[award.Rule].Id);
        json.WriteNumber("ruleVersion"u8, programme.Version);
        json.WriteEndObject();
    }

    public static ReadOnlySpan<byte> Name(Recipient to) => to switch
    {
        Recipient.Member => "member"u8,
        Recipient.Counterparty => "counterparty"u8,
        Recipient.Author => "author"u8,
        _ => "inviter"u8,
    };
}
