using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Journal.Records;

namespace Rewards.Journal.Snapshots;

/// <summary>
/// A member's state on disk. Version 1 is what every member has; version 2 is followed by parts that few members have,
/// each under a number of its own (<see cref="SnapshotParts"/>), and is written for those only. Derived: a snapshot of
/// a version, or with a part, that is not known is passed over, and the records before it are replayed instead.
/// </summary>
public static class MemberSnapshot
{
    private const byte Version1 = 1;
    private const byte Version2 = 2;

    public static byte[] Write(MemberState state)
    {
        var writer = new ByteWriter();
        var parts = SnapshotParts.Of(state);
        writer.Byte(parts is null ? Version1 : Version2);
        writer.OptionalTime(state.Since);
        writer.OptionalTime(state.ExpiryWakeAt);
        writer.Unsigned((ulong)state.Wallets.Count);
        foreach (var wallet in state.Wallets)
        {
            WriteWallet(writer, wallet);
        }

        var counters = state.Limits.All;
        writer.Unsigned((ulong)counters.Length);
        foreach (var counter in counters)
        {
            writer.Fixed64(counter.Key);
            writer.Time(counter.Start);
            writer.OptionalTime(counter.End);
            writer.Signed(counter.Value);
        }

        parts?.Write(writer);
        return writer.ToArray();
    }

    /// <summary>Null when the version is not known.</summary>
    /// <exception cref="JournalCorruptException">A known version whose bytes do not fit.</exception>
    public static MemberState? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var version = reader.Byte();
        if (version is not (Version1 or Version2))
        {
            return null;
        }

        var since = reader.OptionalTime();
        var wakeAt = reader.OptionalTime();
        var wallets = new Wallet[reader.Count()];
        for (var i = 0; i < wallets.Length; i++)
        {
            wallets[i] = ReadWallet(ref reader);
        }

        var counters = new LimitCounter[reader.Count()];
        for (var i = 0; i < counters.Length; i++)
        {
            counters[i] = new LimitCounter(reader.Fixed64(), reader.Time(), reader.OptionalTime(), reader.Signed());
        }

        var parts = version == Version1 ? new SnapshotParts() : SnapshotParts.Read(ref reader);
        if (parts is null)
        {
            return null;
        }

        return reader.AtEnd
            ? MemberState.Restore(since, wallets, counters, wakeAt, parts.Standing, parts.Vestings)
            : throw new JournalCorruptException("A snapshot has bytes after its end.");
    }

    private static void WriteWallet(ByteWriter writer, Wallet wallet)
    {
        writer.Text(wallet.Currency);
        writer.Signed(wallet.Available);
        writer.Signed(wallet.Pending);
        writer.Signed(wallet.Held);
        writer.Unsigned((ulong)wallet.Lots.Length);
        foreach (var lot in wallet.Lots)
        {
            writer.OptionalTime(lot.ExpiresAt);
            writer.Unsigned((ulong)lot.Amount);
        }
    }

    private static Wallet ReadWallet(ref ByteReader reader)
    {
        var currency = reader.Text();
        var (available, pending, held) = (reader.Signed(), reader.Signed(), reader.Signed());
        var lots = new Lot[reader.Count()];
        for (var i = 0; i < lots.Length; i++)
        {
            Instant? expiresAt = reader.OptionalTime();
            lots[i] = new Lot(expiresAt, (long)reader.Unsigned());
        }

        return Wallet.Restore(currency, available, pending, held, lots);
    }
}
