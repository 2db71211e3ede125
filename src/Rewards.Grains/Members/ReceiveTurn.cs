using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Members;

/// <summary>Takes in, once, what somebody else's activity gives to this member, and takes it back, once.</summary>
internal static class ReceiveTurn
{
    // The value of the row is on disk.
    private static readonly byte[] TakenIn = [1];
    private static readonly byte[] TakenBack = [2];
    private static readonly byte[] Withheld = [3];

    public static async ValueTask<bool> ReceiveAsync(MemberActivation member, ReceiveAward command)
    {
        var key = Key(command.From, command.Activity, command.Index);
        if (await member.Stream.FindRowAsync(key) is not null)
        {
            return false;
        }

        var now = member.Now();
        var award = new AwardReceived(
            command.From, new ActivityId(command.Activity), command.RulesVersion, command.Rule, command.To,
            command.Currency, command.Amount, null);
        var decision = ReceivedAwardDecider.Receive(member.State, await member.ProgrammeAsync(now), award, now);
        var taken = decision.Events[^1] is AwardReceived;
        member.Commit(decision, now, [new Row(key, taken ? TakenIn : Withheld)]);
        return true;
    }

    public static async ValueTask<bool> TakeBackAsync(MemberActivation member, TakeBackReceived command)
    {
        var key = Key(command.From, command.Activity, command.Index);
        var found = await member.Stream.FindRowAsync(key);
        if (found is { } known && known.Record.Content.RowValue(key).Span.SequenceEqual(TakenBack))
        {
            return false;
        }

        var received = found?.Record.Content.Events
            .Select(made => EventCatalogue.Read(made)).OfType<AwardReceived>().SingleOrDefault();
        var now = member.Now();
        var decision = ReceivedAwardDecider.TakeBack(
            member.State, await member.ProgrammeAsync(now), command.From, new ActivityId(command.Activity), received,
            now);
        member.Commit(decision, now, [new Row(key, TakenBack)]);
        return true;
    }

    /// <summary>
    /// The derived id, of bounded length. Control characters are in no id, so the parts cannot run into each other.
    /// What goes in is fixed for ever.
    /// </summary>
    public static RowKey Key(string from, string activity, int index)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{from}\n{activity}\n{index}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new RowKey(RowKind.ReceivedAward, Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }
}
