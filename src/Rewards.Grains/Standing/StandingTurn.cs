using System.Globalization;
using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Domain.Standing;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Vesting;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Standing;

/// <summary>Sets a member's standing, once per Idempotency-Key, and reads its history.</summary>
internal static class StandingTurn
{
    public static async ValueTask<StandingAnswer> SetAsync(MemberActivation member, SetStanding command)
    {
        var key = new RowKey(RowKind.Request, command.RequestKey);
        if (await member.Stream.FindRowAsync(key) is { } found)
        {
            return await ReplayAsync(member, command, found);
        }

        var now = member.Now();
        await member.ProgrammeAsync(now); // There is such a community.
        var decision = StandingDecider.Set(command.Standing, command.Until, command.By, now);
        if (command.Standing == StandingKind.Banned)
        {
            // What vests by this member's activity is void, in the same append.
            var voided = await VestingTurn.BanAsync(member, now);
            decision = new Decision([.. decision.Events, .. voided.Events], voided.Counters);
        }

        var number = (member.State.Standing?.Changes ?? 0) + 1;
        member.Commit(
            decision, now, [new Row(key, default), new Row(Key(number), default)],
            PersonalFacts.Reason(command.Reason));
        var change = new StandingChange(
            number, command.Standing, command.Until, command.By, command.Reason, now);
        return new StandingAnswer(false, change, StandingView.Of(member.State.Standing, now));
    }

    /// <summary>Null for a member who does not exist.</summary>
    public static async ValueTask<StandingPage?> ReadAsync(MemberActivation member, StandingQuery query)
    {
        if (member.State.Since is null)
        {
            return null;
        }

        var newest = member.State.Standing?.Changes ?? 0;
        var number = Math.Min(newest, (query.After ?? int.MaxValue) - 1);
        var changes = new List<StandingChange>();
        for (; number > 0 && changes.Count < query.Limit; number--)
        {
            var found = await member.Stream.FindRowAsync(Key(number))
                ?? throw new JournalCorruptException($"Change {number} of a standing is counted but not found.");
            changes.Add(await ChangeAsync(member.Stream, found, number));
        }

        return new StandingPage(
            StandingView.Of(member.State.Standing, member.Now()), changes, number > 0 ? number + 1 : null);
    }

    /// <summary>The record that holds the n-th change.</summary>
    public static RowKey Key(int number) =>
        new(RowKind.Standing, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The same is what has the same standing, end and reason; an erased reason is not compared.</summary>
    private static async ValueTask<StandingAnswer> ReplayAsync(
        MemberActivation member, SetStanding command, FoundRecord found)
    {
        var row = found.Record.Content.Rows.Single(row => row.Key.Kind == RowKind.Standing);
        var number = int.Parse(row.Key.Text, CultureInfo.InvariantCulture);
        var change = await ChangeAsync(member.Stream, found, number);
        return change.Standing == command.Standing && change.Until == command.Until
            && (change.Reason ?? command.Reason) == command.Reason
            ? new StandingAnswer(true, change, StandingView.Of(member.State.Standing, member.Now()))
            : throw new DomainException(
                Refusals.IdConflict,
                "The Idempotency-Key was used for another change of standing. A repeat must ask for the same; "
                + "a new change needs a new key.");
    }

    private static async ValueTask<StandingChange> ChangeAsync(GrainStream stream, FoundRecord found, int number)
    {
        var record = found.Record.Content;
        var set = record.Events.Select(made => EventCatalogue.Read(made)).OfType<StandingSet>().Single();
        var reason = await stream.ReadSideAsync(found) is { } side
            ? SideRecord.Read(side.Span, record.SideHash.Span).Reason : null;
        return new StandingChange(number, set.Standing, set.Until, set.By, reason, record.RecordedAt);
    }
}
