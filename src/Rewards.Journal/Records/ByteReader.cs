using System.Buffers.Binary;
using System.Text;
using NodaTime;

namespace Rewards.Journal.Records;

/// <summary>
/// Reads what <see cref="ByteWriter"/> wrote; everything else is <see cref="JournalCorruptException"/>.
/// </summary>
public ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> bytes = bytes;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position == bytes.Length;

    public byte Byte() => Take(1)[0];

    public ReadOnlySpan<byte> Bytes(int length) => Take(length);

    public ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new JournalCorruptException("An integer is longer than 10 bytes.");
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>
    /// A count of parts that follow, each of at least one byte: a larger one than there are bytes is corrupt.
    /// </summary>
    public int Count()
    {
        var count = Unsigned();
        return count <= (ulong)(bytes.Length - Position)
            ? (int)count
            : throw new JournalCorruptException("A count is larger than what follows.");
    }

    public ulong Fixed64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public string Text() => Decode(Take(Count()));

    /// <exception cref="JournalCorruptException">The bytes are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return utf8.IsEmpty ? "" : Strict.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new JournalCorruptException("A text is not UTF-8.", e);
        }
    }

    public ReadOnlySpan<byte> Blob() => Take(Count());

    public Instant Time() => Microseconds.ToInstant(Signed());

    public Instant? OptionalTime() => Byte() == 0 ? null : Time();

    public string? OptionalText() => Byte() == 0 ? null : Text();

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > bytes.Length - Position)
        {
            throw new JournalCorruptException("A record ends too early.");
        }

        var taken = bytes.Slice(Position, length);
        Position += length;
        return taken;
    }
}
