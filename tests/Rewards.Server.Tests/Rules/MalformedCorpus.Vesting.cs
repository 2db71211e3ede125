namespace Rewards.Server.Tests.Rules;

public static partial class MalformedCorpus
{
    private const string Short = "rules[1].status";

    public static readonly Mistake[] Vesting =
    [
        new("{ vesting: {", "{ vest: {", Short + ".vest", "did you mean 'vesting'?"),
        new("{ vesting: { activeDays: 7, within: P60D } }", "{}", Short + ".vesting", "{ vesting: { activeDays: 7"),
        new("{ vesting: { activeDays: 7, within: P60D } }", "vesting", Short, "Allowed: immediate, pending"),
        new("{ vesting: { activeDays: 7, within: P60D } }", "[pending]", Short, "allowed: immediate, pending"),
        new("{ activeDays: 7, within: P60D }", "P60D", Short + ".vesting", "a mapping like"),
        new("activeDays: 7", "activeDays: 1", Short + ".vesting.activeDays", "from 2 to 366"),
        new("activeDays: 7", "activeDays: 367", Short + ".vesting.activeDays", "from 2 to 366"),
        new("activeDays: 7", "activeDays: 61", Short + ".vesting.activeDays", "at most as many as the window has"),
        new("activeDays: 7", "activeDays: seven", Short + ".vesting.activeDays", "an integer from 2"),
        new("activeDays: 7, ", "", Short + ".vesting.activeDays", "an integer from 2 to 366"),
        new("activeDays: 7", "days: 7, activeDays: 7", Short + ".vesting.days", "Allowed: activeDays, within"),
        new("within: P60D }", "within: P367D }", Short + ".vesting.within", "at most P366D"),
        new("within: P60D }", "within: P2M }", Short + ".vesting.within", "days, hours, minutes"),
        new("within: P60D }", "within: 60 }", Short + ".vesting.within", "an ISO period"),
        new(", within: P60D }", " }", Short + ".vesting.within", "like P60D"),
    ];
}
