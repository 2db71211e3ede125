using Rewards.Journal;
using Rewards.Journal.Sqlite;
using Rewards.LoadTests.Runs;

namespace Rewards.LoadTests.Audit;

/// <summary>
/// Reads the whole journal of a stopped server, record by record, and holds it against what the generator was told:
/// every member, every id, every posting, not a sample.
/// </summary>
public sealed class JournalAudit(Account account)
{
    private const int RecordsPerPage = 20_000;

    private readonly AuditShare[] shares = SharesOf([.. account.CommunityNames]);

    public async Task<IReadOnlyList<Check>> RunAsync(string file)
    {
        await using var journal = SqliteJournal.Open(new SqliteJournalOptions { Path = file });
        var page = await journal.ReadFeedAsync(FeedCursor.Beginning, RecordsPerPage, CancellationToken.None);
        while (page.Records.Count > 0)
        {
            var (records, next) = (page.Records, page.Next);
            var counting = Task.Run(() => Parallel.ForEach(shares, share => share.Count(records)));
            page = await journal.ReadFeedAsync(next, RecordsPerPage, CancellationToken.None);
            await counting;
        }

        var name = $"journal of '{account.Community}'";
        return
        [
            new($"{name}: activities recorded = acknowledged as new", account.Fresh, shares.Sum(it => it.Activities)),
            new($"{name}: ids recorded twice", 0, shares.Sum(it => it.IdsTwice)),
            new($"{name}: members whose postings do not sum to what was acknowledged", 0,
                shares.Sum(it => it.WrongBalances(account))),
            new($"{name}: members above the daily cap on any day", 0,
                shares.Sum(it => it.AboveCap(account.DailyCap))),
            new($"{name}: postings that are not from issuance to available", 0, shares.Sum(it => it.PostingsOdd)),
        ];
    }

    private static AuditShare[] SharesOf(HashSet<string> communities)
    {
        var count = Environment.ProcessorCount;
        return [.. Enumerable.Range(0, count).Select(share => new AuditShare(communities, share, count))];
    }
}
