namespace Rewards.Server.Tests.Rules;

public static partial class MalformedCorpus
{
    public static readonly Mistake[] Standing =
    [
        new("member: standing", "member: standin", Any + "[3].member", "did you mean 'standing'?"),
        new("standing, in: [good, muted]", "standing", Any + "[3]", "exactly one of is, in"),
        new("standing, in: [good, muted]", "standing, is: good, in: [muted]", Any + "[3]", "exactly one of is, in"),
        new("in: [good, muted]", "in: []", Any + "[3].in", "one or more of good, muted, banned"),
        new("in: [good, muted]", "in: good", Any + "[3].in", "a list of good, muted, banned"),
        new("in: [good, muted]", "in: [good, mute]", Any + "[3].in[1]", "did you mean 'muted'?"),
        new("in: [good, muted]", "atLeast: 1", Any + "[3].atLeast", "Allowed: member, is, in"),
        new("{ muted: award }", "{ muted: pay }", "sanctions.muted", "Allowed: record, award"),
        new("{ muted: award }", "{ muted: yes }", "sanctions.muted", "Allowed: record, award"),
        new("{ muted: award }", "{}", "sanctions.muted", "record (recorded without award)"),
        new("{ muted: award }", "award", "sanctions", "{ muted: award }"),
        new("{ muted: award }", "{ muted: award, banned: award }", "sanctions.banned", "Allowed: muted"),
        new("sanctions:", "sanction:", "sanction", "did you mean 'sanctions'?"),
    ];
}
