using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>
/// SipHash-2-4 with 128 bits (Aumasson, Bernstein) under a secret of the file: ids are chosen by clients, who without
/// the secret cannot make two that collide, and it costs a tenth of SHA-256.
/// </summary>
internal sealed class KeyHash(ReadOnlySpan<byte> secret)
{
    private const byte StreamSpace = 1;
    private const byte RowSpace = 2;
    private const int OnStackMax = 512;
    private readonly ulong k0 = BinaryPrimitives.ReadUInt64LittleEndian(secret);
    private readonly ulong k1 = BinaryPrimitives.ReadUInt64LittleEndian(secret[8..]);

    public IndexKey Of(StreamId stream)
    {
        var most = 6 + Encoding.UTF8.GetMaxByteCount(stream.Community.Length + stream.Name.Length);
        var buffer = most <= OnStackMax ? stackalloc byte[most] : new byte[most];
        buffer[0] = StreamSpace;
        buffer[1] = (byte)stream.Kind;
        var community = Encoding.UTF8.GetBytes(stream.Community, buffer[6..]);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[2..], community);
        var name = Encoding.UTF8.GetBytes(stream.Name, buffer[(6 + community)..]);
        return Compute(buffer[..(6 + community + name)]);
    }

    public IndexKey Of(IndexKey stream, RowKey row)
    {
        var most = 18 + Encoding.UTF8.GetMaxByteCount(row.Text.Length);
        var buffer = most <= OnStackMax ? stackalloc byte[most] : new byte[most];
        buffer[0] = RowSpace;
        buffer[1] = (byte)row.Kind;
        BinaryPrimitives.WriteUInt64LittleEndian(buffer[2..], stream.High);
        BinaryPrimitives.WriteUInt64LittleEndian(buffer[10..], stream.Low);
        var text = Encoding.UTF8.GetBytes(row.Text, buffer[18..]);
        return Compute(buffer[..(18 + text)]);
    }

    public IndexKey Compute(ReadOnlySpan<byte> bytes)
    {
        var v0 = k0 ^ 0x736f6d6570736575;
        var v1 = k1 ^ 0x646f72616e646f6d ^ 0xee;
        var v2 = k0 ^ 0x6c7967656e657261;
        var v3 = k1 ^ 0x7465646279746573;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            v3 ^= word;
            Rounds(2, ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
        }

        var last = (ulong)bytes.Length << 56;
        var rest = bytes[(bytes.Length & ~7)..];
        for (var i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }

        v3 ^= last;
        Rounds(2, ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xee;
        Rounds(4, ref v0, ref v1, ref v2, ref v3);
        var high = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        Rounds(4, ref v0, ref v1, ref v2, ref v3);
        return new IndexKey(high, v0 ^ v1 ^ v2 ^ v3);
    }

    private static void Rounds(int count, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        for (var i = 0; i < count; i++)
        {
            v0 += v1;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v3;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
