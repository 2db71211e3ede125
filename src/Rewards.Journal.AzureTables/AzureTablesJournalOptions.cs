using Rewards.AzureTables;

namespace Rewards.Journal.AzureTables;

/// <summary>Where the journal's tables are, and the bounds of one host on them.</summary>
public sealed record AzureTablesJournalOptions
{
    public required TableConnection Connection { get; init; }

    /// <summary>Name of the table of streams; the log lies in the table of this name followed by "log".</summary>
    public string Table { get; init; } = "rewards";

    /// <summary>
    /// Opens a journal that is there and makes none: for looking, and for copying, where a mistyped name would be a
    /// sound journal of nothing.
    /// </summary>
    public bool MustExist { get; init; }

    /// <summary>Settings of the client, made anew for each table.</summary>
    public Func<TableClientOptions> Client { get; init; } = () => new TableClientOptions();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a committed record may wait for others before the log tells of it.</summary>
    public TimeSpan NoticeEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a host that waits for the feed looks for what other hosts wrote.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a host says that it lives, while streams are marked by it.</summary>
    public TimeSpan BeatEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A host that has said nothing for so long is taken for dead, and others finish what it left. It may be wrong: a
    /// host that lives after all loses some time and nothing else.
    /// </summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Most appends that wait; more are refused as busy.</summary>
    public int WaitingAppendsMax { get; init; } = 20_000;

    /// <summary>Most transactions under way at once.</summary>
    public int TransactionsUnderWayMax { get; init; } = 64;

    /// <summary>
    /// Most streams that are marked at once; the longest marked are marked again when they append next. Also how many
    /// streams a recovery looks at.
    /// </summary>
    public int MarkedStreamsMax { get; init; } = 10_000;

    /// <summary>Most streams whose heads are remembered between appends.</summary>
    public int RememberedStreamsMax { get; init; } = 100_000;

    /// <summary>
    /// Bytes of latest records kept for the projections of this host, so that they need not read them.
    /// </summary>
    public int RecentBytesMax { get; init; } = 16 << 20;

    /// <summary>
    /// How often a transaction with an unknown outcome is tried again under its fence, before that is told.
    /// </summary>
    public int AttemptsMax { get; init; } = 6;
}
