using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.AzureTables;

public sealed class AzureTablesConformance : JournalConformance
{
    protected override int ModelRounds => 8;

    protected override int RowRounds => 15;

    protected override async ValueTask<IJournalBackend> OpenAsync() => await AzureTablesBackend.CreateAsync();
}

/// <summary>The same with every bound so small that streams are forgotten and marked anew all the time.</summary>
public sealed class CrampedAzureTablesConformance : JournalConformance
{
    protected override int ModelRounds => 8;

    protected override int RowRounds => 15;

    protected override async ValueTask<IJournalBackend> OpenAsync() => await AzureTablesBackend.CreateAsync(
        options => options with
        {
            MarkedStreamsMax = 2,
            RememberedStreamsMax = 16,
            RecentBytesMax = 1_000,
            TransactionsUnderWayMax = 3,
            NoticeEvery = TimeSpan.FromMilliseconds(1),
        });
}
