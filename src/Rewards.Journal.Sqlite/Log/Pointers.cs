namespace Rewards.Journal.Sqlite.Log;

/// <summary>
/// A record's place: id of its block, and its offset there in the lower 24 bits. Later records have larger pointers; 0
/// is none.
/// </summary>
internal static class Pointers
{
    private const int OffsetBits = 24;

    /// <summary>A block ends before this.</summary>
    public const int BlockBytesMax = 1 << OffsetBits;

    public static long Of(long block, int offset) => (block << OffsetBits) | (uint)offset;

    public static long Block(long pointer) => pointer >> OffsetBits;

    public static int Offset(long pointer) => (int)(pointer & (BlockBytesMax - 1));

    public static string Describe(long pointer) => $"block {Block(pointer)}, offset {Offset(pointer)}";
}
