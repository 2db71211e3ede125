using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Rewards.Journal.Records;

namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// Every key that is on disk. Streams live in one table, a partition each; the log (notices, sessions, due work,
/// projections) in another. Keys are compared by the service ordinally; numbers are hex of fixed width, so that this
/// is their order too.
/// </summary>
internal static class Keys
{
    /// <summary>The partition of the log.</summary>
    public const string Log = "log";

    public const string Head = "a";

    public const string Snapshot = "b";

    public const string DueBegin = "d";
    public const string DueEnd = "e";
    public const string SessionBegin = "m";
    public const string SessionEnd = "m~";

    /// <summary>
    /// A due entry's key holds the stream's partition, a row's key its text: both leave room for the rest.
    /// </summary>
    private const int NameLengthMax = 128;

    private const int RowTextLengthMax = 400;

    /// <summary>Kind, community and name; parts are escaped, so that the separator cannot occur in them.</summary>
    public static string Partition(StreamId stream) =>
        $"{(int)stream.Kind}!{KeyText.EscapeOrHash(stream.Community, NameLengthMax)}"
        + $"!{KeyText.EscapeOrHash(stream.Name, NameLengthMax)}";

    /// <summary>
    /// A transaction's records, under the version of the first; counted down, so that the newest comes first and the
    /// first key at or after a version's is the transaction that holds it.
    /// </summary>
    public static string Commit(long firstVersion, int part = 0) => $"c{Hex(long.MaxValue - firstVersion)}{Part(part)}";

    public static string SnapshotPart(int part) => $"{Snapshot}{Part(part)}";

    public static string Side(long version, int part = 0) => $"s{Hex(version)}{Part(part)}";

    public static string Row(RowKey row) =>
        $"r{(int)row.Kind:x2}{KeyText.EscapeOrHash(row.Text, RowTextLengthMax)}";

    public static string Notice(long sequence) => $"n{Hex(sequence)}";

    public static string Session(string id) => $"{SessionBegin}{id}";

    /// <summary>The streams that a session has marked, in segments.</summary>
    public static string Segment(string session, long segment) => $"o{session}{Hex(segment)}";

    /// <summary>Due work sorts by time, and then by where it comes from.</summary>
    public static string Due(Instant at, string partition, long version, int ordinal) =>
        $"{DueBefore(at)}!{partition}!{Hex(version)}{ordinal:x2}";

    /// <summary>Before everything that is due at the instant, and after everything earlier.</summary>
    public static string DueBefore(Instant at) =>
        $"{DueBegin}{(ulong)(Microseconds.From(at) ^ long.MinValue):x16}";

    /// <summary>The time in the key of a due entry.</summary>
    public static Instant DueAt(string key) => Microseconds.ToInstant(
        (long)ulong.Parse(key.AsSpan(DueBegin.Length, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        ^ long.MinValue);

    public static string Projection(string name) => $"p{KeyText.EscapeOrHash(name, RowTextLengthMax)}";

    /// <summary>A number that tells a partition's records from others' in a <see cref="RecordPointer"/>.</summary>
    public static int PointerTag(string partition)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(partition), hash);
        return BinaryPrimitives.ReadInt32BigEndian(hash) & int.MaxValue;
    }

    public static string Hex(long number) => number.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>A dot sorts before every digit: the parts of one thing stay together.</summary>
    private static string Part(int part) => part == 0 ? "" : $".{part:x2}";
}
