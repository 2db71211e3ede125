using System.Runtime.InteropServices;

namespace Rewards.Journal.Records;

/// <summary>
/// A hash of 32 bytes by value: kept in memory for every active grain and every head of a stream, where an array each
/// would be one more object for the collector to follow.
/// </summary>
public readonly record struct Hash32(ulong A, ulong B, ulong C, ulong D)
{
    public static Hash32 Of(ReadOnlySpan<byte> hash) => MemoryMarshal.Read<Hash32>(hash[..HashChain.Size]);

    public void CopyTo(Span<byte> target) => MemoryMarshal.Write(target, in this);
}
