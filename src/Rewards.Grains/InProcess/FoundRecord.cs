using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>
/// A record found by one of its rows, committed or still on its way. Side: what is known of it, if it is on its way.
/// </summary>
internal readonly record struct FoundRecord(StoredRecord Record, ReadOnlyMemory<byte>? PendingSide);
