using System.Globalization;
using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Rules;
using Rewards.Tests.Shared;

namespace Rewards.Domain.Tests.Rules;

/// <summary>One member under one programme, for tests that read like a story.</summary>
internal sealed class Play(string rules, CommunityDocument? document = null)
{
    private readonly Dictionary<(ulong, Instant, string), long> counters = [];
    private int activities;

    public static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 4, 0);

    public Programme Programme { get; private set; } = Read(rules, document, 1);

    public MemberState State { get; } = new();

    public Instant Now { get; set; } = Noon;

    /// <summary>What the latest activity came to.</summary>
    public Decision Last { get; private set; } = Decision.Nothing;

    public void Publish(string newRules) => Programme = Read(newRules, document, Programme.Version + 1);

    public (Receipt Receipt, PointsAwarded[] Awards) Tell(
        string type, string? subject = null, string? at = null, params Fact[] facts) =>
        Take(new Activity(Next(), type, Told(at), subject, null, facts));

    public (Receipt Receipt, PointsAwarded[] Awards) TellWith(
        string counterparty, string type, string? at = null, params Fact[] facts) =>
        Take(new Activity(Next(), type, Told(at), null, counterparty, facts));

    private (Receipt Receipt, PointsAwarded[] Awards) Take(Activity activity)
    {
        var decision = MemberDecider.Record(State, Programme, activity, Now, Used);
        Apply(decision);
        Last = decision;
        var awards = decision.Events.OfType<PointsAwarded>().ToArray();
        return (decision.Events.OfType<ActivityRecorded>().Single().Receipt, awards);
    }

    /// <summary>What the activity earned, over all rules and currencies.</summary>
    public long Earn(string type, string? subject = null, string? at = null, params Fact[] facts) =>
        Tell(type, subject, at, facts).Awards.SelectMany(award => award.Lines).Sum(line => line.Granted);

    /// <summary>What an activity with a counterparty earned.</summary>
    public long EarnWith(string counterparty, string type = "share", string? at = null, params Fact[] facts) =>
        TellWith(counterparty, type, at, facts).Awards.SelectMany(award => award.Lines).Sum(line => line.Granted);

    public void Apply(Decision decision)
    {
        foreach (var change in decision.Events)
        {
            State.Apply(change, Now);
        }

        foreach (var counter in decision.Counters)
        {
            counters[(counter.Key, counter.Start, counter.Subject)] = counter.Value;
        }
    }

    public long Used(ulong key, Instant start, string subject) => counters.GetValueOrDefault((key, start, subject));

    public static Instant At(string utc) =>
        Instant.FromDateTimeOffset(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture));

    private ActivityId Next() => new($"a{++activities}");

    private static Instant? Told(string? at) => at is null ? null : At(at);

    private static Programme Read(string rules, CommunityDocument? document, int version)
    {
        var written = (document ?? new CommunityDocument()) with { Rules = rules };
        return ProgrammeReader.Read(JsonDocuments.Parse(written.ToUtf8()), version);
    }
}
