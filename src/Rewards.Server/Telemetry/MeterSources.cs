using Rewards.Grains.Projections;
using Rewards.Server.Http;

namespace Rewards.Server.Telemetry;

/// <summary>What the journal has done and what waits for it.</summary>
/// <param name="Commits">Since it was opened.</param>
/// <param name="Appends">Taken into them.</param>
/// <param name="Bytes">Of the log.</param>
/// <param name="Waiting">Writes that wait now.</param>
/// <param name="WalBytes">Size of the write-ahead log now.</param>
internal readonly record struct JournalFigures(long Commits, long Appends, long Bytes, int Waiting, long WalBytes);

/// <summary>Commands that wait for their grain: at the deepest mailbox, and at all together.</summary>
internal readonly record struct MailboxFigures(int Deepest, int Waiting);

/// <summary>
/// Where the metrics are read, when they are asked for; nothing is counted for them on a request's path.
/// </summary>
internal sealed record MeterSources
{
    public required CountedAwards Awards { get; init; }

    public required Func<JournalFigures> Journal { get; init; }

    /// <summary>Seconds that a part of the commits since the last question took at most: 0.5, 0.99.</summary>
    public required Func<IReadOnlyList<(double Part, double Seconds)>> CommitTimes { get; init; }

    public required Func<int> ActiveGrains { get; init; }

    public required Func<MailboxFigures> Mailboxes { get; init; }

    /// <summary>Seconds that projections are behind the journal.</summary>
    public required Func<double> FeedLag { get; init; }

    /// <summary>Seconds that the earliest undone work has been due.</summary>
    public required Func<double> DueWorkLag { get; init; }

    public required Admission Admission { get; init; }
}
