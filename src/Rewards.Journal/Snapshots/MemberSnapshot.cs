using NodaTime;
using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Standing;
using Rewards.Domain.Vesting;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Journal.Snapshots;

/// <summary>
/// A member's state on disk, version 2: since, expiry wake-up, wallets, counters, and sections, each with its number
/// and length, for what not every member has. Derived: a snapshot of a version or with a section that is not known is
/// passed over, and the records before it are replayed instead. So is version 1, which had no sections: the
/// contributions of its time are in the records only.
/// </summary>
public static class MemberSnapshot
{
    private const byte Version2 = 2;
    private const byte AchievementsSection = 1;
    private const byte StreaksSection = 2;
    private const byte StandingSection = 3;
    private const byte VestingSection = 4;

    public static byte[] Write(MemberState state)
    {
        var writer = new ByteWriter();
        writer.Byte(Version2);
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

        WriteSections(writer, state);
        return writer.ToArray();
    }

    /// <summary>Null when the version is not known.</summary>
    /// <exception cref="JournalCorruptException">A known version whose bytes do not fit.</exception>
    public static MemberState? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() != Version2)
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

        Achievements? achievements = null;
        MemberStanding? standing = null;
        OpenVesting[]? vestings = null;
        for (var left = reader.Count(); left > 0; left--)
        {
            var section = reader.Byte();
            var content = new ByteReader(reader.Blob());
            switch (section)
            {
                case AchievementsSection: achievements = AchievementSections.Read(ref content); break;
                case StreaksSection when achievements is not null:
                    achievements = Achievements.Restore(
                        achievements.ContributionMillis, achievements.Level, achievements.Badges,
                        AchievementSections.ReadStreaks(ref content));
                    break;
                case StandingSection: standing = StandingCodec.ReadState(ref content); break;
                case VestingSection: vestings = VestingCodec.ReadState(ref content); break;
                default: return null;
            }

            RequireEnd(content);
        }

        RequireEnd(reader);
        return MemberState.Restore(since, wallets, counters, wakeAt, achievements, standing, vestings);
    }

    private static void RequireEnd(in ByteReader reader)
    {
        if (!reader.AtEnd)
        {
            throw new JournalCorruptException("A snapshot has bytes after its end.");
        }
    }

    private static void WriteSections(ByteWriter writer, MemberState state)
    {
        var streaks = state.Achievements?.Streaks ?? [];
        writer.Unsigned(
            (state.Achievements is null ? 0UL : 1UL) + (streaks.Count == 0 ? 0UL : 1UL)
            + (state.Standing is null ? 0UL : 1UL) + (state.Vestings is null ? 0UL : 1UL));
        if (state.Achievements is { } achievements)
        {
            writer.Byte(AchievementsSection);
            writer.Part(achievements, static (part, content) => AchievementSections.Write(part, content));
        }

        if (streaks.Count > 0)
        {
            writer.Byte(StreaksSection);
            writer.Part(streaks, static (part, content) => AchievementSections.WriteStreaks(part, content));
        }

        if (state.Standing is { } standing)
        {
            writer.Byte(StandingSection);
            writer.Part(standing, static (part, content) => StandingCodec.WriteState(part, content));
        }

        if (state.Vestings is { } vestings)
        {
            writer.Byte(VestingSection);
            writer.Part(vestings, static (part, content) => VestingCodec.WriteState(part, content));
        }
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
