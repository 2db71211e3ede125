using System.Runtime.InteropServices;

namespace Rewards.Journal.Sqlite.Index;

/// <summary>128-bit hash of what is looked up: a stream, or a row of a stream.</summary>
internal readonly record struct IndexKey(ulong High, ulong Low) : IComparable<IndexKey>
{
    public int CompareTo(IndexKey other)
    {
        var high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }

    public bool Equals(IndexKey other) => High == other.High && Low == other.Low;

    /// <summary>The key is a hash already.</summary>
    public override int GetHashCode() => (int)High;
}

/// <summary>An entry as it lies in a chunk on disk: 24 bytes, little endian.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = 24)]
internal readonly record struct IndexEntry(IndexKey Key, long Pointer);
