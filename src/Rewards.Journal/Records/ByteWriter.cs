using System.Buffers.Binary;
using System.Text;
using NodaTime;

namespace Rewards.Journal.Records;

/// <summary>
/// Writes the primitives of the record format into a growing buffer: LEB128 integers (signed ones in zigzag), UTF-8
/// texts with their length in front, instants in microseconds since 1970.
/// </summary>
public sealed class ByteWriter(int capacity = 256)
{
    private byte[] buffer = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public byte[] ToArray() => Written.ToArray();

    public void Byte(byte value)
    {
        Reserve(1);
        buffer[Length++] = value;
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(buffer.AsSpan(Length));
        Length += value.Length;
    }

    public void Unsigned(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            buffer[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        buffer[Length++] = (byte)value;
    }

    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    public void Fixed64(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64BigEndian(buffer.AsSpan(Length), value);
        Length += 8;
    }

    public void Text(string value)
    {
        var utf8Length = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)utf8Length);
        Reserve(utf8Length);
        Encoding.UTF8.GetBytes(value, buffer.AsSpan(Length));
        Length += utf8Length;
    }

    public void Blob(ReadOnlySpan<byte> value)
    {
        Unsigned((ulong)value.Length);
        Bytes(value);
    }

    /// <summary>Microseconds since 1970; the time of commands and activities has no finer part.</summary>
    public void Time(Instant value) => Signed(Microseconds.From(value));

    /// <summary>One bit says whether there is one.</summary>
    public void OptionalTime(Instant? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is { } at)
        {
            Time(at);
        }
    }

    public void OptionalText(string? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is not null)
        {
            Text(value);
        }
    }

    /// <summary>Writes a part whose length is known only afterwards: the length goes in front of it.</summary>
    public void Part<T>(T content, Action<ByteWriter, T> write)
    {
        var start = Length;
        write(this, content);
        var size = Length - start;
        var prefix = SizeOf((ulong)size);
        Reserve(prefix);
        buffer.AsSpan(start, size).CopyTo(buffer.AsSpan(start + prefix));
        Length = start;
        Unsigned((ulong)size);
        Length = start + prefix + size;
    }

    private static int SizeOf(ulong value)
    {
        var size = 1;
        while (value >= 0x80)
        {
            value >>= 7;
            size++;
        }

        return size;
    }

    private void Reserve(int more)
    {
        if (Length + more > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + more));
        }
    }
}
