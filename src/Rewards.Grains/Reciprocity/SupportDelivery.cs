using Rewards.Domain;
using Rewards.Grains.Members;

namespace Rewards.Grains.Reciprocity;

/// <summary>
/// Tells the counterparty's grain of the support that an activity gave, on the same due work as
/// <see cref="QueuedDelivery"/>.
/// </summary>
internal static class SupportDelivery
{
    public static ValueTask SendAsync(Func<MemberId, IMemberGrain> members, string from, RecordedActivity recorded) =>
        recorded.Support is not { } given
            ? ValueTask.CompletedTask
            : members(new MemberId(given.Person)).ReceiveSupportAsync(
                new ReceiveSupport(from, recorded.Activity.Id.Value, [.. given.Uses]));
}
