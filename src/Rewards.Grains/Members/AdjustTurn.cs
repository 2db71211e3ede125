using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Members;

/// <summary>An operator's adjustment, once per Idempotency-Key.</summary>
internal static class AdjustTurn
{
    public static async ValueTask<AdjustmentAnswer> RunAsync(MemberActivation member, AdjustPoints command)
    {
        var key = new RowKey(RowKind.Request, command.Request.Key);
        if (await member.Stream.FindRowAsync(key) is { } found)
        {
            return Replay(member, command, found.Record.Content, key);
        }

        var now = member.Now();
        var programme = await member.ProgrammeAsync();
        var decision = AdjustmentDecider.Adjust(
            member.State, programme, command.Currency, command.Amount, command.By, now);
        var content = new ByteWriter();
        content.Text(command.Request.Content);
        member.Commit(decision, now, [new Row(key, content.ToArray())], PersonalFacts.Reason(command.Reason));
        return new AdjustmentAnswer(false, command.Currency, command.Amount, now, AnswerParts.Balances(member.State));
    }

    private static AdjustmentAnswer Replay(
        MemberActivation member, AdjustPoints command, JournalRecord record, RowKey key)
    {
        var reader = new ByteReader(record.RowValue(key).Span);
        if (!string.Equals(reader.Text(), command.Request.Content, StringComparison.Ordinal))
        {
            throw new DomainException(
                Refusals.IdConflict,
                "The Idempotency-Key was used for another adjustment. A repeat must ask for the same; "
                + "a new adjustment needs a new key.");
        }

        var adjusted = record.Events.Select(made => EventCatalogue.Read(made)).OfType<PointsAdjusted>().Single();
        return new AdjustmentAnswer(
            true, adjusted.Currency, adjusted.Amount, record.RecordedAt, AnswerParts.Balances(member.State));
    }
}
