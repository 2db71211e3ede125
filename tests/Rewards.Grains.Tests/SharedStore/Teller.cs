using System.Collections.Concurrent;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;

namespace Rewards.Grains.Tests.SharedStore;

/// <summary>One activity of one member.</summary>
internal readonly record struct Told(string Member, string Id, string Type, string? Subject);

/// <summary>
/// A client that tells activities, again under the same id while it has no answer, and gives up after a number of
/// attempts: then nobody knows whether it was taken.
/// </summary>
internal sealed class Teller(LocalGrains grains, int attemptsMax)
{
    private readonly ConcurrentQueue<(Told Told, bool Replayed)> acknowledged = new();
    private int retries;

    public IEnumerable<(Told Told, bool Replayed)> Acknowledged => acknowledged;

    public int Retries => retries;

    public async Task TellAsync(Told told)
    {
        var command = new RecordActivity(
            new Activity(new ActivityId(told.Id), told.Type, null, told.Subject, null, []));
        for (var attempt = 1; attempt <= attemptsMax; attempt++)
        {
            try
            {
                var answer = await grains.Member(SharedStore.Community, new MemberId(told.Member)).RecordAsync(command);
                acknowledged.Enqueue((told, answer.Replayed));
                return;
            }
            catch (Exception e) when (e is GrainBusyException or GrainUnavailableException)
            {
                Interlocked.Increment(ref retries);
            }
        }
    }
}
