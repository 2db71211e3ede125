using Rewards.Domain.Ledger;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Journal.Records;

namespace Rewards.Journal.Events;

/// <summary>
/// Reads the postings of events for those who sum up every record: the commonest event, an award, without making the
/// event. Not for two threads at once.
/// </summary>
public sealed class PostingReader
{
    private readonly List<Posting> postings = [];
    private readonly List<string> currencies = [];

    /// <summary>The postings of a record; good until the next call.</summary>
    /// <exception cref="JournalCorruptException">The bytes are not a record of a known format.</exception>
    public IReadOnlyList<Posting> Read(ReadOnlyMemory<byte> record)
    {
        postings.Clear();
        var reader = RecordReader.AtEvents(record.Span);
        for (var left = reader.Count(); left > 0; left--)
        {
            var code = (int)reader.Unsigned();
            var payload = reader.Blob();
            if (code == EventCatalogue.PointsAwardedCode)
            {
                ReadAward(payload);
            }
            else if (EventCatalogue.MakesPostings(code))
            {
                postings.AddRange(((MemberEvent)EventCatalogue.Read(code, payload)).Postings);
            }
        }

        return postings;
    }

    private void ReadAward(ReadOnlySpan<byte> payload)
    {
        var reader = new ByteReader(payload);
        reader.Unsigned();
        var status = (AwardStatus)reader.Byte();
        var to = status is AwardStatus.Pending or AwardStatus.Vesting ? Account.Pending : Account.Available;
        reader.OptionalTime();
        for (var left = reader.Count(); left > 0; left--)
        {
            var currency = Currency(reader.Blob());
            reader.Unsigned();
            var granted = (long)reader.Unsigned();
            var expiresAt = LedgerParts.ReadSeconds(ref reader);
            if (granted > 0)
            {
                postings.Add(new Posting(currency, Account.Issuance, to, granted, expiresAt));
            }
        }
    }

    /// <summary>One string for a currency, however often it is read: an installation has few.</summary>
    private string Currency(ReadOnlySpan<byte> utf8)
    {
        const int knownMax = 64;
        foreach (var known in currencies)
        {
            if (System.Text.Ascii.Equals(utf8, known))
            {
                return known;
            }
        }

        var currency = ByteReader.Decode(utf8);
        if (currencies.Count == knownMax)
        {
            currencies.Clear();
        }

        currencies.Add(currency);
        return currency;
    }
}
