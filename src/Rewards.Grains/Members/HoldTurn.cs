using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Members;

/// <summary>Reserves points under an id, and ends the hold once.</summary>
internal static class HoldTurn
{
    public static async ValueTask<HoldAnswer> HoldAsync(MemberActivation member, HoldPoints command)
    {
        var events = await FindAsync(member, command.Hold);
        if (events is not null)
        {
            // Held, settled or released: the postings move all that was held.
            var last = events.OfType<MemberPosted>().Single(change => change is not PointsExpired);
            var same = last.Moves[0].Currency == command.Currency
                && last.Moves.Sum(move => move.Amount) == command.Amount;
            return same
                ? new HoldAnswer(true, command.Hold, last is not PointsHeld, AnswerParts.Balances(member.State))
                : throw new DomainException(
                    Refusals.IdConflict, $"The hold '{command.Hold}' exists with another amount or currency.");
        }

        var now = member.Now();
        var decision = HoldDecider.Hold(member.State, command.Hold, command.Currency, command.Amount, now);
        member.Commit(decision, now, [new Row(Key(command.Hold), default)]);
        return new HoldAnswer(false, command.Hold, false, AnswerParts.Balances(member.State));
    }

    public static async ValueTask<HoldAnswer> EndAsync(MemberActivation member, EndHold command)
    {
        var events = await FindAsync(member, command.Hold)
            ?? throw new DomainException(Refusals.UnknownHold, $"The member has no hold '{command.Hold}'.");
        if (events.OfType<PointsHeld>().FirstOrDefault() is not { } held)
        {
            var settled = events.OfType<HoldSettled>().FirstOrDefault()?.Settled ?? 0;
            return settled == command.Settle
                ? new HoldAnswer(true, command.Hold, true, AnswerParts.Balances(member.State))
                : throw new DomainException(
                    Refusals.HoldEnded,
                    $"The hold '{command.Hold}' was ended before with {settled} settled.",
                    ("settled", settled));
        }

        var hold = new RecordedHold(held.Hold, held.Currency, held.Amount, held.Moves, Ended: false);
        var decision = command.Settle == 0 ? HoldDecider.Release(hold) : HoldDecider.Settle(hold, command.Settle);
        member.Commit(decision, member.Now(), [new Row(Key(command.Hold), default)]);
        return new HoldAnswer(false, command.Hold, true, AnswerParts.Balances(member.State));
    }

    private static RowKey Key(string hold) => new(RowKind.Hold, hold);

    private static async ValueTask<object[]?> FindAsync(MemberActivation member, string hold) =>
        await member.Stream.FindRowAsync(Key(hold)) is { } found
            ? found.Record.Content.Events.Select(made => EventCatalogue.Read(made)).ToArray()
            : null;
}
