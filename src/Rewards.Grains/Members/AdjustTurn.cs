using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Grains.InProcess;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Members;

/// <summary>An operator's adjustment, once per Idempotency-Key.</summary>
internal static class AdjustTurn
{
    public static async ValueTask<AdjustmentAnswer> RunAsync(MemberActivation member, AdjustPoints command)
    {
        var key = new RowKey(RowKind.Request, command.RequestKey);
        if (await member.Stream.FindRowAsync(key) is { } found)
        {
            return await ReplayAsync(member, command, found);
        }

        var now = member.Now();
        var programme = await member.ProgrammeAsync(now);
        var decision = AdjustmentDecider.Adjust(
            member.State, programme, command.Currency, command.Amount, command.By, now);
        member.Commit(decision, now, [new Row(key, default)], PersonalFacts.Reason(command.Reason));
        return new AdjustmentAnswer(false, command.Currency, command.Amount, now, AnswerParts.Balances(member.State));
    }

    /// <summary>The same is what has the same currency, amount and reason; an erased reason is not compared.</summary>
    private static async ValueTask<AdjustmentAnswer> ReplayAsync(
        MemberActivation member, AdjustPoints command, FoundRecord found)
    {
        var record = found.Record.Content;
        var adjusted = record.Events.Select(made => EventCatalogue.Read(made)).OfType<PointsAdjusted>().Single();
        var reason = await member.Stream.ReadSideAsync(found) is { } side
            ? SideRecord.Read(side.Span, record.SideHash.Span).Reason
            : command.Reason;
        if (adjusted.Currency != command.Currency || adjusted.Amount != command.Amount || reason != command.Reason)
        {
            throw new DomainException(
                Refusals.IdConflict,
                "The Idempotency-Key was used for another adjustment. A repeat must ask for the same; "
                + "a new adjustment needs a new key.");
        }

        return new AdjustmentAnswer(
            true, adjusted.Currency, adjusted.Amount, record.RecordedAt, AnswerParts.Balances(member.State));
    }
}
