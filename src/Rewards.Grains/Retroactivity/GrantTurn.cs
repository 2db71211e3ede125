using Rewards.Domain.Activities;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Domain.Retroactivity;
using Rewards.Domain.Rules;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Journal.Snapshots;

namespace Rewards.Grains.Retroactivity;

/// <summary>
/// Grants, or previews, what a version would have given more: one activity after the other, each in a record of its own
/// with the row that makes it once for ever. A preview decides by the same code on a copy of the state.
/// </summary>
internal static class GrantTurn
{
    public static async ValueTask<RetroactiveAnswer> RunAsync(MemberActivation member, GrantRetroactively command)
    {
        var programme = await member.VersionAsync(command.Version);
        var copy = command.Preview ? new Copy(member.State) : null;
        var grants = new List<RetroactiveGrant>();
        foreach (var want in command.Wants)
        {
            if (await RecordedActivity.FindAsync(member.Stream, want.Activity) is not { } found)
            {
                continue;
            }

            var recorded = await found.WithGrantsAsync(member.Stream);
            var made = recorded.Awards.Retroactive.FirstOrDefault(grant => grant.Version == command.Version)
                ?? await GrantAsync(member, programme, recorded, want, copy);
            if (made is not null)
            {
                grants.Add(Answer(made));
            }
        }

        return new RetroactiveAnswer(grants);
    }

    private static async ValueTask<GrantedRetroactively?> GrantAsync(
        MemberActivation member, Programme programme, RecordedActivity recorded, RetroactiveWant want, Copy? copy)
    {
        var now = member.Now();
        var activity = recorded.Activity;
        var timed = new Activity(
            activity.Id, activity.Type, activity.At ?? recorded.RecordedAt, activity.Subject, activity.Counterparty,
            activity.Facts);
        var counters = await SubjectCounterRows.ReadAsync(
            member.Stream, MemberDecider.SubjectCountersNeeded(programme, timed, now));
        var given = await GivenAsync(member, recorded.Awards);
        var decision = RetroactiveDecider.Decide(
            copy?.State ?? member.State, programme, timed, recorded.Awards, given, want,
            (key, start, target) =>
                SubjectCounterRows.Key(key, start, target) is var row && copy?.Find(row) is { } changed
                    ? changed : counters!.GetValueOrDefault(row),
            now);
        if (decision.Events.Count == 0)
        {
            return null;
        }

        if (copy is not null)
        {
            copy.Apply(decision, now);
        }
        else
        {
            var versions = recorded.Awards.Retroactive.Select(grant => grant.Version).Append(programme.Version);
            member.Commit(decision, now,
            [
                new Row(RetroactiveRows.Key(want.Activity), RetroactiveRows.Value(versions)),
                new Row(RetroactiveRows.Key(programme.Version, want.Activity), default),
            ]);
        }

        return decision.Events.OfType<GrantedRetroactively>().Single();
    }

    private static async ValueTask<GivenBefore> GivenAsync(MemberActivation member, RecordedAwards awards)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        var rules = new HashSet<string>(StringComparer.Ordinal);
        foreach (var award in awards.Awards)
        {
            var rule = (await member.VersionAsync(awards.RulesVersion)).Rules[award.Rule];
            if (rule.Completes is not null)
            {
                continue;
            }

            rules.Add(rule.Id);
            foreach (var line in award.Lines)
            {
                sums[line.Currency] = sums.GetValueOrDefault(line.Currency) + line.Granted;
            }
        }

        foreach (var grant in awards.Retroactive)
        {
            foreach (var line in grant.Lines)
            {
                rules.Add((await member.VersionAsync(grant.Version)).Rules[line.Rule].Id);
                sums[line.Currency] = sums.GetValueOrDefault(line.Currency) + line.Granted;
            }
        }

        return new GivenBefore(sums, rules);
    }

    private static RetroactiveGrant Answer(GrantedRetroactively made) => new(
        made.Activity.Value,
        made.FromVersion,
        [.. made.Lines.Select(line => new RetroactiveAmount(line.Rule, line.Currency, line.Asked, line.Granted))]);

    /// <summary>A member as a preview changes it, and nobody else sees it.</summary>
    private sealed class Copy(MemberState member)
    {
        private readonly Dictionary<RowKey, long> counters = [];

        public MemberState State { get; } = MemberSnapshot.Read(MemberSnapshot.Write(member))!;

        public long? Find(RowKey row) => counters.TryGetValue(row, out var value) ? value : null;

        public void Apply(Decision decision, NodaTime.Instant now)
        {
            foreach (var change in decision.Events)
            {
                State.Apply(change, now);
            }

            foreach (var counter in decision.Counters)
            {
                counters[SubjectCounterRows.Key(counter.Key, counter.Start, counter.Subject)] = counter.Value;
            }
        }
    }
}
