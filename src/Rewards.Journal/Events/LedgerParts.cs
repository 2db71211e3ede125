using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Rules;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>Parts that several events share. What is written here is fixed by every v1 event that uses it.</summary>
internal static class LedgerParts
{
    /// <summary>
    /// Lot expiries and window bounds are whole seconds in nearly every case; this writes them in 5 bytes.
    /// </summary>
    public static void WriteSeconds(ByteWriter writer, Instant? at)
    {
        // 0: none · 1: whole seconds follow · 2: microseconds follow.
        if (at is not { } instant)
        {
            writer.Byte(0);
            return;
        }

        var microseconds = Microseconds.From(instant);
        if (microseconds % 1_000_000 == 0)
        {
            writer.Byte(1);
            writer.Signed(microseconds / 1_000_000);
        }
        else
        {
            writer.Byte(2);
            writer.Signed(microseconds);
        }
    }

    public static Instant? ReadSeconds(ref ByteReader reader) => reader.Byte() switch
    {
        0 => null,
        1 => Instant.FromUnixTimeSeconds(reader.Signed()),
        2 => reader.Time(),
        _ => throw new JournalCorruptException("A time has an unknown form."),
    };

    public static void WritePostings(ByteWriter writer, IReadOnlyList<Posting> postings)
    {
        writer.Unsigned((ulong)postings.Count);
        for (var i = 0; i < postings.Count; i++)
        {
            var posting = postings[i];
            writer.Text(posting.Currency);
            writer.Byte((byte)posting.From);
            writer.Byte((byte)posting.To);
            writer.Unsigned((ulong)posting.Amount);
            WriteSeconds(writer, posting.LotExpiresAt);
        }
    }

    public static Posting[] ReadPostings(ref ByteReader reader)
    {
        var postings = new Posting[reader.Count()];
        for (var i = 0; i < postings.Length; i++)
        {
            postings[i] = new Posting(
                reader.Text(),
                ReadAccount(ref reader),
                ReadAccount(ref reader),
                (long)reader.Unsigned(),
                ReadSeconds(ref reader));
        }

        return postings;
    }

    public static void WriteUses(ByteWriter writer, IReadOnlyList<LimitUse> uses)
    {
        writer.Unsigned((ulong)uses.Count);
        for (var i = 0; i < uses.Count; i++)
        {
            var use = uses[i];
            writer.Fixed64(use.Key);
            writer.Byte((byte)use.Scope);
            writer.Byte((byte)use.Unit);
            WriteSeconds(writer, use.Start);
            WriteSeconds(writer, use.End);
            writer.Unsigned((ulong)use.Amount);
        }
    }

    public static LimitUse[] ReadUses(ref ByteReader reader)
    {
        var uses = new LimitUse[reader.Count()];
        for (var i = 0; i < uses.Length; i++)
        {
            uses[i] = new LimitUse(
                reader.Fixed64(),
                (LimitScope)reader.Byte(),
                (LimitUnit)reader.Byte(),
                ReadSeconds(ref reader) ?? throw new JournalCorruptException("A window has no start."),
                ReadSeconds(ref reader),
                (long)reader.Unsigned());
        }

        return uses;
    }

    private static Account ReadAccount(ref ByteReader reader)
    {
        var account = (Account)reader.Byte();
        return Enum.IsDefined(account)
            ? account
            : throw new JournalCorruptException($"Account {(byte)account} is not known.");
    }
}
