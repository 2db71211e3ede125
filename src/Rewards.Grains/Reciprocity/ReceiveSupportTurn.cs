using System.Security.Cryptography;
using System.Text;
using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Grains.Members;
using Rewards.Journal;

namespace Rewards.Grains.Reciprocity;

/// <summary>Counts, once, that somebody else's activity supported this member.</summary>
internal static class ReceiveSupportTurn
{
    public static async ValueTask<bool> ReceiveAsync(MemberActivation member, ReceiveSupport command)
    {
        var key = Key(command.From, command.Activity);
        if (await member.Stream.FindRowAsync(key) is not null)
        {
            return false;
        }

        var received = new SupportReceived(command.From, new ActivityId(command.Activity), command.Uses);
        var counters = await SubjectCounterRows.ReadAsync(
            member.Stream, received.Uses.Select(use => (use.Key, use.CounterStart, received.From)));
        var decision = SupportDecider.Receive(
            received, (limit, start, subject) => counters![SubjectCounterRows.Key(limit, start, subject)]);
        member.Commit(decision, member.Now(), [new Row(key, default)]);
        return true;
    }

    /// <summary>
    /// The derived id, of bounded length. Control characters are in no id, so the parts cannot run into each other.
    /// What goes in is fixed for ever.
    /// </summary>
    public static RowKey Key(string from, string activity)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{from}\n{activity}"));
        return new RowKey(RowKind.ReceivedSupport, Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }
}
