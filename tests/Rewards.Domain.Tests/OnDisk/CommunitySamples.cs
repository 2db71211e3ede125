using NodaTime;
using Rewards.Domain.Communities;
using Rewards.Domain.Experiments;
using Rewards.Domain.Retroactivity;

namespace Rewards.Domain.Tests.OnDisk;

/// <summary>Samples of what can happen to a community beside a publication.</summary>
internal static class CommunitySamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 4, 5, 6) + Duration.FromMilliseconds(7);

    public static readonly IReadOnlyList<EventSample> All =
    [
        new("rules-scheduled.v1", new RulesScheduled(301, new string('b', 4), "op", "秋天", At, """{"rules":[]}"""),
            "ad020462626262026f7006e7a78be5a4a9b0efb492d680a6060c7b2272756c6573223a5b5d7d"),
        new("schedule-cancelled.v1", new ScheduleCancelled(301, "op"), "ad02026f70"),
        new("experiment-started.v1", new ExperimentStarted("six", 302, "cc", 10, At, "op", "", "{}"),
            "03736978ae020263630a01b0efb492d680a606026f7000027b7d"),
        new("experiment-started.v1", new ExperimentStarted("six", 302, "cc", 10, null, "op", "", "{}"),
            "03736978ae020263630a00026f7000027b7d"),
        new("experiment-widened.v1", new ExperimentWidened("six", 25, "op"), "0373697819026f70"),
        new("experiment-stopped.v1", new ExperimentStopped("six", "op"), "03736978026f70"),
        new("contribution-set-apart.v1", new ContributionSetApart("op"), "026f70"),
        new("contribution-model-published.v1",
            new ContributionModelPublished(301, "bbbb", "op", "秋天", At, """{"rules":[]}"""),
            "ad020462626262026f7006e7a78be5a4a901b0efb492d680a6060c7b2272756c6573223a5b5d7d"),
        new("contribution-model-published.v1", new ContributionModelPublished(1, "cc", "op", "", null, "{}"),
            "01026363026f700000027b7d"),
        new("contribution-model-cancelled.v1", new ContributionModelCancelled(301, "op"), "ad02026f70"),
        new("retroactivity-declared.v1", new RetroactivityDeclared(301, At), "ad02b0efb492d680a606"),
        new("retroactive-grants-confirmed.v1",
            new RetroactiveGrantsConfirmed(301, "ff", 300, [new CurrencySum("stars", 300)], "op"),
            "ad02026666ac0201057374617273ac02026f70"),
        new("retroactive-grants-advanced.v1", new RetroactiveGrantsAdvanced(1, "m1", 0, []), "01026d310000"),
        new("retroactive-grants-finished.v1",
            new RetroactiveGrantsFinished(1, 300, [new CurrencySum("stars", 300)]), "01ac0201057374617273ac02"),
    ];
}
