using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.AzureTables.Streams;

/// <summary>A transaction under way: its number, the head that it replaces, and what it appends.</summary>
internal sealed record Writing(StreamId Stream, string Partition, Ticket Ticket, StreamHead Head, Batch Batch);

/// <summary>What became of a transaction whose reply does not say.</summary>
internal enum Fate
{
    /// <summary>It is there.</summary>
    Written,

    /// <summary>It is not there, and under its fence it may still come.</summary>
    NotYet,

    /// <summary>It is not there and never will be: the head was touched. The stream stands where it stood.</summary>
    Fenced,

    /// <summary>It is not there and never will be: another append took its place.</summary>
    Overtaken,
}
