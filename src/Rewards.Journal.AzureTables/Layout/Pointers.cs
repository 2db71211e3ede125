namespace Rewards.Journal.AzureTables.Layout;

/// <summary>
/// A record's place within its stream: the version in the lower 32 bits, a tag of the stream above, so that a pointer
/// into another stream is noticed.
/// </summary>
internal static class Pointers
{
    /// <summary>A record a second for 136 years.</summary>
    public const long VersionMax = uint.MaxValue;

    public static RecordPointer Of(string partition, long version) =>
        new(((long)Keys.PointerTag(partition) << 32) | version);

    /// <exception cref="ArgumentException">The pointer is not into this stream.</exception>
    public static long VersionOf(string partition, RecordPointer pointer)
    {
        var version = pointer.Value & uint.MaxValue;
        return version > 0 && Of(partition, version) == pointer
            ? version
            : throw new ArgumentException($"{pointer.Value} is no place in the stream '{partition}'.", nameof(pointer));
    }
}
