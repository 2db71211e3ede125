using NodaTime;
using Rewards.Domain.Rules;
using Rewards.Domain.Standing;

namespace Rewards.Domain.Tests.OnDisk;

/// <summary>Samples of changes of standing, and of what was withheld because of it.</summary>
internal static class StandingSamples
{
    private static readonly Instant Until = Instant.FromUtc(2026, 3, 9, 4, 0) + Duration.FromMilliseconds(7);

    public static readonly EventSample[] Set =
    [
        new("standing-set.v1", new StandingSet(StandingKind.Muted, Until, "版主"),
            "0201b0ade8fceda3a60606e78988e4b8bb"),
        new("standing-set.v1", new StandingSet(StandingKind.Banned, null, "op"), "03" + "00" + "026f70"),
    ];

    public static readonly EventSample[] Withheld =
    [
        new("received-award-withheld.v1", new ReceivedAwardWithheld(
            "m1", new ActivityId("a1"), 300, 7, Recipient.Inviter, "stars", 300, StandingKind.Banned),
            "026d31" + "026131" + "ac02" + "07" + "04" + "057374617273" + "ac02" + "03"),
    ];
}
