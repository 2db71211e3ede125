using System.Globalization;
using NodaTime;
using Rewards.Domain.Members;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Sqlite;
using Rewards.LoadTests.Runs;
using PostingAccount = Rewards.Domain.Ledger.Account;

namespace Rewards.LoadTests.Audit;

/// <summary>
/// Reads the whole journal of a stopped server, record by record, and holds it against what the generator was told:
/// every member, every id, every posting, not a sample.
/// </summary>
public sealed class JournalAudit(Runs.Account account)
{
    private const int RecordsPerPage = 10_000;
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private readonly HashSet<string> communities = [.. account.CommunityNames];
    private readonly HashSet<UInt128> ids = [];
    private readonly Dictionary<(int Member, int Day), long> byDay = [];
    private readonly long[] balances = new long[Workload.Members.Count + 1];
    private long activities;
    private long idsTwice;
    private long postingsOdd;

    public async Task<IReadOnlyList<Check>> RunAsync(string file)
    {
        await using var journal = SqliteJournal.Open(new SqliteJournalOptions { Path = file });
        var page = await journal.ReadFeedAsync(FeedCursor.Beginning, RecordsPerPage, CancellationToken.None);
        while (page.Records.Count > 0)
        {
            foreach (var record in page.Records)
            {
                if (record.Stream.Kind == StreamKind.Member && communities.Contains(record.Stream.Community))
                    Count(record);
            }

            page = await journal.ReadFeedAsync(page.Next, RecordsPerPage, CancellationToken.None);
        }

        var name = $"journal of '{account.Community}'";
        return
        [
            new($"{name}: activities recorded = acknowledged as new", account.Fresh, activities),
            new($"{name}: ids recorded twice", 0, idsTwice),
            new($"{name}: members whose postings do not sum to what was acknowledged", 0, WrongBalances()),
            new($"{name}: members above the daily cap on any day", 0, byDay.Values.Count(amount => amount > account.DailyCap)),
            new($"{name}: postings that are not from issuance to available", 0, postingsOdd),
        ];
    }

    private void Count(StoredRecord record)
    {
        var member = int.Parse(record.Stream.Name.AsSpan(1), CultureInfo.InvariantCulture);
        var day = record.Content.RecordedAt.InZone(Zone).Date;
        foreach (var recorded in record.Content.Events)
        {
            var change = (MemberEvent)EventCatalogue.Read(recorded);
            if (change is ActivityRecorded activity)
            {
                activities++;
                idsTwice += ids.Add(Fingerprint(record.Stream.Name, activity.Activity.Id.Value)) ? 0 : 1;
            }

            foreach (var posting in change.Postings)
            {
                postingsOdd += posting is { From: PostingAccount.Issuance, To: PostingAccount.Available } ? 0 : 1;
                balances[member] += posting.Amount;
                var key = (member, (day.Year * 1000) + day.DayOfYear);
                byDay[key] = byDay.GetValueOrDefault(key) + posting.Amount;
            }
        }
    }

    private long WrongBalances()
    {
        var wrong = 0;
        for (var member = 0; member < balances.Length; member++)
            wrong += balances[member] == account.ByMember[member] ? 0 : 1;
        return wrong;
    }

    /// <summary>128 bits of two FNV-1a hashes: millions of whole ids would not fit into memory.</summary>
    private static UInt128 Fingerprint(string member, string id)
    {
        var (high, low) = (0xcbf29ce484222325UL, 0x84222325cbf29ce4UL);
        foreach (var c in $"{member}/{id}")
        {
            high = (high ^ c) * 0x100000001b3UL;
            low = (low ^ (ulong)(c * 31)) * 0x100000001b3UL;
        }

        return new UInt128(high, low);
    }
}
