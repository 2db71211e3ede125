using System.Globalization;
using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Domain.Experiments;
using Rewards.Domain.Programmes;
using Rewards.Domain.Registry;
using Rewards.Domain.Retroactivity;
using Rewards.Grains.Communities;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Verification;

/// <summary>Replays a community: its versions follow one another and each is a programme of this community.</summary>
internal sealed class CommunityAudit(StreamId stream) : StreamAudit(stream)
{
    private readonly CommunityState state = new();

    public int RulesVersion { get; private set; }

    protected override void Apply(JournalRecord record, IReadOnlyList<object> events)
    {
        var rows = new ExpectedRows();
        foreach (CommunityEvent change in events)
        {
            switch (change)
            {
                case RulesPublished it: Publish(it.Version, it.DocumentHash, it.Document, rows); break;
                case RulesScheduled it:
                    CheckSchedule(it, record.RecordedAt);
                    Publish(it.Version, it.DocumentHash, it.Document, rows);
                    break;
                case ScheduleCancelled it: CheckCancelled(it, record.RecordedAt); break;
                case ExperimentStarted it: Publish(it.Version, it.DocumentHash, it.Document, rows); break;
                case ContributionSetApart: SetApart(); break;
                case ContributionModelPublished it: PublishModel(it, record.RecordedAt, rows); break;
                case ContributionModelCancelled it: CheckCancelled(it, record.RecordedAt); break;
                case RetroactivityDeclared it when it.Version != state.Version:
                    Complain($"it declares grants of version {it.Version}, which it does not publish.");
                    break;
                case RetroactiveGrantsConfirmed it: RequireDeclared(it.Version); break;
                case RetroactiveGrantsAdvanced it: RequireDeclared(it.Version); break;
                case RetroactiveGrantsFinished it: RequireDeclared(it.Version); break;
                case ExperimentWidened it: RequireExperiment(it.Id); break;
                case ExperimentStopped it: RequireExperiment(it.Id); break;
            }

            state.Apply(change, record.RecordedAt);
        }

        rows.Compare(record.Rows, Complain);
    }

    /// <summary>Versions come into force in the order of their numbers.</summary>
    private void CheckSchedule(RulesScheduled scheduled, Instant at)
    {
        if (scheduled.EffectiveAt <= at || state.Versions.Tip()?.ScheduledFor > scheduled.EffectiveAt)
        {
            Complain($"version {scheduled.Version} is scheduled for {scheduled.EffectiveAt}, before its turn.");
        }
    }

    private void CheckCancelled(ScheduleCancelled cancelled, Instant at) =>
        RequireWaiting(state.Versions, cancelled.Version, "version", at);

    private void CheckCancelled(ContributionModelCancelled cancelled, Instant at) =>
        RequireWaiting(state.Models.All, cancelled.Version, "contribution model", at);

    private static void RequireWaiting(IReadOnlyList<PublishedVersion> versions, int version, string what, Instant at)
    {
        var found = version >= 1 && version <= versions.Count ? versions[version - 1] : null;
        if (found is null || found.IsEffectiveAt(at))
        {
            throw new JournalCorruptException($"it cancels {what} {version}, which was not scheduled.");
        }
    }

    public override void ExpectDue(DueCheck due)
    {
        foreach (var grants in state.Retroactivity.All.Where(it => it is { ConfirmedAt: not null, FinishedAt: null }))
        {
            due.Expect(this, grants.ConfirmedAt!.Value, PublishingTurns.WorkOf(grants.Version));
        }
    }

    private void RequireDeclared(int version)
    {
        if (state.Retroactivity.Find(version) is null)
        {
            throw new JournalCorruptException($"it tells of grants of version {version}, which were never declared.");
        }
    }

    private void SetApart()
    {
        if (state.Models.Apart)
        {
            Complain("it sets the contribution model apart, which was done before.");
        }
    }

    private void PublishModel(ContributionModelPublished model, Instant at, ExpectedRows rows)
    {
        rows.Add(new RowKey(RowKind.ContributionModel, model.Version.ToString(CultureInfo.InvariantCulture)));
        var known = state.Models.All;
        if (!state.Models.Apart || model.Version != known.Count + 1)
        {
            Complain($"it publishes contribution model {model.Version} after {known.Count}"
                + $"{(state.Models.Apart ? "" : ", and models are not apart from rules")}.");
        }

        if (model.EffectiveAt <= at || known.Tip()?.ScheduledFor > (model.EffectiveAt ?? at))
        {
            Complain($"contribution model {model.Version} is scheduled for {model.EffectiveAt}, before its turn.");
        }

        if (ContributionDocuments.HashOf(model.Document) != model.DocumentHash)
        {
            Complain($"contribution model {model.Version} does not have the hash that is written beside it.");
        }

        try
        {
            ContributionDocuments.Read(
                Encoding.UTF8.GetBytes(model.Document), new CommunityId(Stream.Community));
        }
        catch (DocumentException e)
        {
            Complain($"contribution model {model.Version} cannot be read: {e.Message}");
        }
    }

    private void RequireExperiment(string id)
    {
        if (state.Experiments.All(experiment => experiment.Id != id))
        {
            throw new JournalCorruptException($"it changes the experiment '{id}', which was never started.");
        }
    }

    private void Publish(int version, string hash, string text, ExpectedRows rows)
    {
        rows.Add(new RowKey(RowKind.RulesVersion, version.ToString(CultureInfo.InvariantCulture)));
        if (version != RulesVersion + 1)
        {
            Complain($"it publishes version {version} of the rules after version {RulesVersion}.");
        }

        RulesVersion = version;
        var document = Encoding.UTF8.GetBytes(text);
        if (DocumentHash.Of(document) != hash)
        {
            Complain($"the rules of version {version} do not have the hash that is written beside them.");
        }

        try
        {
            var programme = ProgrammeReader.ReadRules(JsonDocuments.Parse(document), version);
            if (programme.Community.Value != Stream.Community)
            {
                Complain($"the rules of version {version} are those of '{programme.Community}'.");
            }
        }
        catch (DocumentException e)
        {
            Complain($"the rules of version {version} cannot be read: {e.Message}");
        }
    }
}

/// <summary>Replays the registry.</summary>
internal sealed class RegistryAudit(StreamId stream) : StreamAudit(stream)
{
    private readonly RegistryState state = new();

    public IReadOnlyCollection<string> Communities => state.Communities;

    protected override void Apply(JournalRecord record, IReadOnlyList<object> events)
    {
        foreach (RegistryEvent change in events)
        {
            if (change is ApiKeyRevoked revoked && state.FindKey(revoked.Id) is null)
            {
                Complain($"it revokes the key '{revoked.Id}', which was never created.");
            }

            state.Apply(change, record.RecordedAt);
        }

        new ExpectedRows().Compare(record.Rows, Complain);
    }
}
