using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Rewards.Journal.Sqlite.Log;

namespace Rewards.Journal.Sqlite;

/// <summary>
/// How far the journal was acknowledged, in a file of its own: SQLite cannot tell a write-ahead log that was cut or
/// lost from one that never was longer. Written after each commit and not synced, so that after a loss of power it may
/// name an earlier record, but never one that is not durable. Pointer (8 bytes, little endian) · its CRC-32C (4).
/// </summary>
internal sealed class AcknowledgedHead : IDisposable
{
    private const int Bytes = 12;
    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly byte[] buffer = new byte[Bytes];
    private long written;

    private AcknowledgedHead(string path)
    {
        this.path = path;
        file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        written = Read();
    }

    /// <exception cref="JournalOpenException">The file cannot be made.</exception>
    public static AcknowledgedHead Open(string journal)
    {
        try
        {
            return new AcknowledgedHead(journal + ".head");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalOpenException($"{journal}.head cannot be opened: {e.Message}", e);
        }
    }

    /// <exception cref="JournalCorruptException">The journal ends before what was acknowledged.</exception>
    public void Require(long lastPointer)
    {
        if (lastPointer < written)
        {
            throw new JournalCorruptException(
                $"The journal ends at {Pointers.Describe(lastPointer)}, but records up to "
                + $"{Pointers.Describe(written)} were acknowledged: its write-ahead log was cut or lost. "
                + "Restore a backup. If this is one, its latest records are missing for good: "
                + $"delete {path} to go on without them.");
        }
    }

    /// <summary>A disk that cannot take it leaves an earlier record named, which is true too.</summary>
    public void Write(long lastPointer)
    {
        if (lastPointer == written)
        {
            return;
        }

        BinaryPrimitives.WriteInt64LittleEndian(buffer, lastPointer);
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.AsSpan(8), Checksum.Of(lastPointer, buffer.AsSpan(0, 8)));
        try
        {
            RandomAccess.Write(file, buffer, 0);
            written = lastPointer;
        }
        catch (IOException)
        {
        }
    }

    public void Dispose() => file.Dispose();

    /// <summary>0 when it was never written, or was being written when the power was lost.</summary>
    private long Read()
    {
        var read = RandomAccess.Read(file, buffer, 0);
        var pointer = BinaryPrimitives.ReadInt64LittleEndian(buffer);
        return read == Bytes
            && BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(8)) == Checksum.Of(pointer, buffer.AsSpan(0, 8))
            ? pointer
            : 0;
    }
}
