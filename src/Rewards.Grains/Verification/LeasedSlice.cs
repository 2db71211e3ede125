using NodaTime;

namespace Rewards.Grains.Verification;

/// <summary>A slice of a budget's window, as the draws of members name it.</summary>
internal readonly record struct SliceKey(long Slice, ulong Key, Instant Start);

/// <summary>
/// What the allocator says of a slice: how much it leased and what of it is used (null: it is still out), and in which
/// version of its stream it said so last.
/// </summary>
internal sealed record LeasedSlice(string Budget, string Currency, long Amount, long? Used, long Version);
