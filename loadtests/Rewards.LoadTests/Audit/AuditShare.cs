using System.Globalization;
using NodaTime;
using Rewards.Domain.Members;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.LoadTests.Runs;
using PostingAccount = Rewards.Domain.Ledger.Account;

namespace Rewards.LoadTests.Audit;

/// <summary>What one processor of an audit counts: the members whose number leaves its remainder.</summary>
internal sealed class AuditShare(HashSet<string> communities, int share, int shares)
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private readonly HashSet<UInt128> ids = [];
    private readonly Dictionary<(int Member, int Day), long> byDay = [];
    private readonly long[] balances = new long[Workload.Members.Count + 1];

    public long Activities { get; private set; }

    public long IdsTwice { get; private set; }

    public long PostingsOdd { get; private set; }

    public void Count(IReadOnlyList<StoredRecord> records)
    {
        foreach (var record in records)
        {
            if (record.Stream.Kind != StreamKind.Member || !communities.Contains(record.Stream.Community))
                continue;
            var member = int.Parse(record.Stream.Name.AsSpan(1), CultureInfo.InvariantCulture);
            if (member % shares == share)
                Count(record, member);
        }
    }

    public long AboveCap(long dailyCap) => byDay.Values.LongCount(amount => amount > dailyCap);

    /// <summary>Members of this share whose postings do not sum to what was acknowledged.</summary>
    public long WrongBalances(Account account)
    {
        var wrong = 0L;
        for (var member = share; member < balances.Length; member += shares)
            wrong += balances[member] == account.ByMember[member] ? 0 : 1;
        return wrong;
    }

    private void Count(StoredRecord record, int member)
    {
        var day = record.Content.RecordedAt.InZone(Zone).Date;
        foreach (var recorded in record.Content.Events)
        {
            var change = (MemberEvent)EventCatalogue.Read(recorded);
            if (change is ActivityRecorded activity)
            {
                Activities++;
                IdsTwice += ids.Add(Fingerprint(record.Stream.Name, activity.Activity.Id.Value)) ? 0 : 1;
            }

            foreach (var posting in change.Postings)
            {
                PostingsOdd += posting is { From: PostingAccount.Issuance, To: PostingAccount.Available } ? 0 : 1;
                balances[member] += posting.Amount;
                var key = (member, (day.Year * 1000) + day.DayOfYear);
                byDay[key] = byDay.GetValueOrDefault(key) + posting.Amount;
            }
        }
    }

    /// <summary>128 bits of two FNV-1a hashes: millions of whole ids would not fit into memory.</summary>
    private static UInt128 Fingerprint(string member, string id)
    {
        var (high, low) = (0xcbf29ce484222325UL, 0x84222325cbf29ce4UL);
        foreach (var text in (ReadOnlySpan<string>)[member, "/", id])
        {
            foreach (var c in text)
            {
                high = (high ^ c) * 0x100000001b3UL;
                low = (low ^ (ulong)(c * 31)) * 0x100000001b3UL;
            }
        }

        return new UInt128(high, low);
    }
}
