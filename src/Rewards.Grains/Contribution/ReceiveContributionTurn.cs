using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Journal.Events;

namespace Rewards.Grains.Contribution;

/// <summary>Takes in, once, what somebody else's activity counts for this member, and takes it back, once.</summary>
internal static class ReceiveContributionTurn
{
    // The value of the row is on disk.
    private static readonly byte[] TakenIn = [1];
    private static readonly byte[] TakenBack = [2];

    public static async ValueTask<bool> ReceiveAsync(MemberActivation member, ReceiveContribution command)
    {
        var key = Key(command.From, command.Activity, command.AfterApproval);
        if (await member.Stream.FindRowAsync(key) is not null)
        {
            return false;
        }

        var received = new ContributionReceived(
            command.From, new ActivityId(command.Activity), command.RulesVersion, command.Millis);
        var now = member.Now();
        var decision = ReceivedContributionDecider.Receive(member.State, await member.ProgrammeAsync(now), received);
        member.Commit(decision, now, [new Row(key, TakenIn)]);
        return true;
    }

    public static async ValueTask<bool> TakeBackAsync(MemberActivation member, TakeBackContribution command)
    {
        var key = Key(command.From, command.Activity, command.AfterApproval);
        var found = await member.Stream.FindRowAsync(key);
        if (found is { } known && known.Record.Content.RowValue(key).Span.SequenceEqual(TakenBack))
        {
            return false;
        }

        var received = found?.Record.Content.Events
            .Select(made => EventCatalogue.Read(made)).OfType<ContributionReceived>().Single();
        var now = member.Now();
        var decision = ReceivedContributionDecider.TakeBack(
            member.State, await member.ProgrammeAsync(now), command.From, new ActivityId(command.Activity), received);
        member.Commit(decision, now, [new Row(key, TakenBack)]);
        return true;
    }

    /// <summary>
    /// The derived id, of bounded length: what counts at once and what counts after approval come in by themselves.
    /// Control characters are in no id, so the parts cannot run into each other. What goes in is fixed for ever.
    /// </summary>
    private static RowKey Key(string from, string activity, bool afterApproval)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{from}\n{activity}\n{(afterApproval ? 1 : 0)}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new RowKey(RowKind.ReceivedContribution, Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }
}
