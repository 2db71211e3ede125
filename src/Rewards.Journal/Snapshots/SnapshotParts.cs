using Rewards.Domain.Members;
using Rewards.Domain.Standing;
using Rewards.Domain.Vesting;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Journal.Snapshots;

/// <summary>
/// What few members have, in a snapshot of version 2: how many parts, then each with its number and its bytes. Numbers
/// are never reused, and the bytes of a part never change; a changed part gets a new number.
/// </summary>
internal sealed class SnapshotParts
{
    private const byte StandingPart = 1;
    private const byte VestingPart = 2;

    public MemberStanding? Standing { get; private set; }

    public IReadOnlyList<OpenVesting>? Vestings { get; private set; }

    /// <summary>Null when the member has none of it.</summary>
    public static SnapshotParts? Of(MemberState state) =>
        state.Standing is null && state.Vestings is null
            ? null
            : new SnapshotParts { Standing = state.Standing, Vestings = state.Vestings };

    public void Write(ByteWriter writer)
    {
        writer.Unsigned((Standing is null ? 0u : 1u) + (Vestings is null ? 0u : 1u));
        if (Standing is { } standing)
        {
            writer.Byte(StandingPart);
            writer.Part(standing, static (part, content) => StandingCodec.WriteState(part, content));
        }

        if (Vestings is { } vestings)
        {
            writer.Byte(VestingPart);
            writer.Part(vestings, static (part, content) => VestingCodec.WriteState(part, content));
        }
    }

    /// <summary>Null when there is a part that is not known.</summary>
    public static SnapshotParts? Read(ref ByteReader reader)
    {
        var parts = new SnapshotParts();
        for (var left = reader.Count(); left > 0; left--)
        {
            var number = reader.Byte();
            var part = new ByteReader(reader.Blob());
            switch (number)
            {
                case StandingPart: parts.Standing = StandingCodec.ReadState(ref part); break;
                case VestingPart: parts.Vestings = VestingCodec.ReadState(ref part); break;
                default: return null;
            }

            if (!part.AtEnd)
            {
                throw new JournalCorruptException("A part of a snapshot has bytes after its end.");
            }
        }

        return parts;
    }
}
