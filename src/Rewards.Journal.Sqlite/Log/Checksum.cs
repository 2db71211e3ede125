using System.Buffers.Binary;
using System.Numerics;

namespace Rewards.Journal.Sqlite.Log;

/// <summary>CRC-32C, begun with the place of the bytes, so that bytes that were moved are noticed too.</summary>
internal static class Checksum
{
    public static uint Of(long place, ReadOnlySpan<byte> bytes)
    {
        var crc = BitOperations.Crc32C(uint.MaxValue, (ulong)place);
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
