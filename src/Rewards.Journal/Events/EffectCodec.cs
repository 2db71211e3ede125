using NodaTime.Text;
using Rewards.Domain;
using Rewards.Domain.Entitlements;
using Rewards.Domain.Members;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>effects-awaited.v1, entitlement-granted.v1, entitlement-taken-back.v1</summary>
internal static class EffectCodec
{
    // What an awaited effect is.
    private const byte Badge = 1;
    private const byte Entitlement = 2;

    public static void WriteAwaited(ByteWriter writer, EffectsAwaited awaited)
    {
        writer.Unsigned((ulong)awaited.Rule);
        writer.Unsigned((ulong)awaited.Effects.Count);
        foreach (var (index, badge, entitlement) in awaited.Effects)
        {
            writer.Unsigned((ulong)index);
            if (entitlement is null)
            {
                writer.Byte(Badge);
                writer.Text(badge!);
                continue;
            }

            writer.Byte(Entitlement);
            writer.Byte((byte)entitlement.Kind);
            writer.Text(entitlement.Item);
            writer.Unsigned((ulong)entitlement.Quantity);
            writer.OptionalText(entitlement.Validity is { } validity
                ? PeriodPattern.Roundtrip.Format(validity) : null);
        }
    }

    /// <summary>Names of entitlements are in the rule version, not here.</summary>
    public static EffectsAwaited ReadAwaited(ref ByteReader reader)
    {
        var rule = (int)reader.Unsigned();
        var effects = new AwaitedEffect[reader.Count()];
        for (var i = 0; i < effects.Length; i++)
        {
            var index = (int)reader.Unsigned();
            var form = reader.Byte();
            effects[i] = form switch
            {
                Badge => new AwaitedEffect(index, reader.Text(), null),
                Entitlement => new AwaitedEffect(index, null, ReadTerms(ref reader)),
                _ => throw new JournalCorruptException($"An awaited effect has the unknown form {form}."),
            };
        }

        return new EffectsAwaited(rule, effects);
    }

    public static void WriteGranted(ByteWriter writer, EntitlementGranted granted)
    {
        writer.Text(granted.Id);
        writer.Text(granted.Activity.Value);
        writer.Unsigned((ulong)granted.RulesVersion);
        writer.Unsigned((ulong)granted.Rule);
        writer.Unsigned((ulong)granted.Index);
        writer.Byte((byte)granted.Kind);
        writer.Text(granted.Item);
        writer.Unsigned((ulong)granted.Quantity);
        LedgerParts.WriteSeconds(writer, granted.ExpiresAt);
    }

    public static EntitlementGranted ReadGranted(ref ByteReader reader) => new(
        reader.Text(),
        new ActivityId(reader.Text()),
        (int)reader.Unsigned(),
        (int)reader.Unsigned(),
        (int)reader.Unsigned(),
        ReadKind(ref reader),
        reader.Text(),
        (int)reader.Unsigned(),
        LedgerParts.ReadSeconds(ref reader));

    public static void WriteTakenBack(ByteWriter writer, EntitlementTakenBack taken)
    {
        writer.Text(taken.Id);
        writer.Text(taken.Activity.Value);
    }

    public static EntitlementTakenBack ReadTakenBack(ref ByteReader reader) =>
        new(reader.Text(), new ActivityId(reader.Text()));

    private static EntitlementTerms ReadTerms(ref ByteReader reader)
    {
        var (kind, item, quantity) = (ReadKind(ref reader), reader.Text(), (int)reader.Unsigned());
        var validity = reader.OptionalText();
        var period = validity is null ? null : PeriodPattern.Roundtrip.Parse(validity);
        return period is { Success: false }
            ? throw new JournalCorruptException($"'{validity}' is no validity of an entitlement.")
            : new EntitlementTerms(kind, item, quantity, period?.Value, new Dictionary<string, string>());
    }

    private static EntitlementKind ReadKind(ref ByteReader reader)
    {
        var kind = (EntitlementKind)reader.Byte();
        return Enum.IsDefined(kind)
            ? kind : throw new JournalCorruptException($"The kind of entitlement {(byte)kind} is not known.");
    }
}
