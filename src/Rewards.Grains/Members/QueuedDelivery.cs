using System.Runtime.ExceptionServices;
using Rewards.Domain;
using Rewards.Domain.Members;
using Rewards.Domain.Rules;
using Rewards.Domain.Vesting;

namespace Rewards.Grains.Members;

/// <summary>
/// Sends what an activity gives to others to their grains. The due work that stands in the record of the activity (its
/// approval, its reversal) is done only after every grain has answered, so an interruption sends again; the receivers
/// know each award by its derived id. Runs outside of the sender's turn: two members who give to each other never wait
/// for each other.
/// </summary>
internal static class QueuedDelivery
{
    /// <summary>What is to be sent now; null when the activity is not known.</summary>
    public static async ValueTask<RecordedActivity?> FindAsync(MemberActivation member, string activity) =>
        await RecordedActivity.FindAsync(member.Stream, activity);

    public static async ValueTask SendAsync(
        Func<MemberId, IMemberGrain> members, string from, RecordedActivity recorded)
    {
        var index = 0;
        ExceptionDispatchInfo? failure = null;
        foreach (var queued in recorded.Awards.Queued)
        {
            var due = queued.Status switch
            {
                AwardStatus.Granted => true,
                AwardStatus.Vesting => recorded.Awards.Vestings.Any(
                    vesting => vesting.Rule == queued.Rule && vesting.Status == VestingStatus.Matured),
                _ => recorded.Awards.Review == AwardStatus.Granted,
            };
            foreach (var line in queued.Lines)
            {
                try
                {
                    await (due ? SendAsync(members(new MemberId(line.Person)), from, recorded, queued, line, index)
                        : ValueTask.CompletedTask);
                }
                catch (Exception e)
                {
                    // Who comes after somebody that cannot take it now does not wait for that.
                    failure ??= ExceptionDispatchInfo.Capture(e);
                }

                index++;
            }
        }

        failure?.Throw();
    }

    private static async ValueTask SendAsync(
        IMemberGrain to, string from, RecordedActivity recorded, AwardsQueued queued, QueuedLine line, int index)
    {
        if (recorded.Awards.Reversed)
        {
            await to.TakeBackReceivedAsync(new TakeBackReceived(from, recorded.Activity.Id.Value, index));
            return;
        }

        await to.ReceiveAsync(new ReceiveAward(
            from, recorded.Activity.Id.Value, index, recorded.Receipt.RulesVersion, queued.Rule, line.To,
            line.Currency, line.Granted));
    }
}
