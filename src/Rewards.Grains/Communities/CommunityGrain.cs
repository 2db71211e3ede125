using System.Globalization;
using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Domain.Experiments;
using Rewards.Domain.Programmes;
using Rewards.Grains.InProcess;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Journal.Records;

namespace Rewards.Grains.Communities;

/// <summary>A community's grain in memory.</summary>
internal sealed class CommunityActivation(IJournal journal, StreamId id) : Activation<CommunityEvent>(journal, id)
{
    public CommunityState State { get; } = new();

    protected override void Evolve(CommunityEvent change, Instant recordedAt) => State.Apply(change, recordedAt);
}

/// <summary>A community as the in-process host runs it.</summary>
internal sealed class CommunityGrain(
    Turns turns, IJournal journal, TimeProvider time, ProgrammeCache programmes, CommunityId community)
        : ICommunityGrain
{
    public async ValueTask<PublishedVersion> PublishAsync(PublishRules command)
    {
        var publication = new Publication(command);
        var published = await RunAsync(PublishTurnAsync, publication);
        programmes.Forget(community.Value);
        return published;
    }

    public async ValueTask<PublishedVersion> CancelAsync(CancelSchedule command)
    {
        var cancelled = await RunAsync(CancelTurn, command);
        programmes.Forget(community.Value);
        return cancelled;
    }

    public async ValueTask<Experiment> StartExperimentAsync(StartExperiment command)
    {
        var started = await RunAsync(StartTurnAsync, command);
        programmes.Forget(community.Value);
        return started;
    }

    public async ValueTask<Experiment> StopExperimentAsync(StopExperiment command)
    {
        var stopped = await RunAsync(StopTurn, command);
        programmes.Forget(community.Value);
        return stopped;
    }

    public ValueTask<IReadOnlyList<Experiment>> ExperimentsAsync() => RunAsync(
        static (grain, _) => ValueTask.FromResult<IReadOnlyList<Experiment>>([.. grain.State.Experiments]), 0);

    public ValueTask<RulesInForce?> InForceAsync(Instant at) => RunAsync(InForceTurnAsync, at);

    public ValueTask<IReadOnlyList<PublishedVersion>> VersionsAsync() => RunAsync(
        static (grain, _) => ValueTask.FromResult<IReadOnlyList<PublishedVersion>>([.. grain.State.Versions]), 0);

    public ValueTask<PublishedRules?> FetchAsync(int version) => RunAsync(FetchTurnAsync, version);

    private static RowKey VersionRow(int version) =>
        new(RowKind.RulesVersion, version.ToString(CultureInfo.InvariantCulture));

    private ValueTask<PublishedVersion> PublishTurnAsync(CommunityActivation grain, Publication publication)
    {
        if (publication.Sent is { } sent && grain.State.Version >= sent.Version
            && grain.State.Versions[sent.Version - 1] is { CancelledAt: null } written && written == sent)
        {
            // The outcome of the append was unknown, and it was written.
            return ValueTask.FromResult(sent);
        }

        var command = publication.Rules;
        var utf8 = Encoding.UTF8.GetBytes(command.Document);
        var now = Now();
        Instant? from = command.EffectiveAt is { } told ? Microseconds.Floor(told) : null;
        var change = CommunityDecider.Publish(
            grain.State, command.Document, DocumentHash.Of(utf8), command.BasedOn, command.By, command.Note, from, now);
        var version = grain.State.Version + 1;
        var programme = ProgrammeReader.Read(JsonDocuments.Parse(utf8), version);
        if (programme.Community != community)
        {
            throw new DocumentException(
                [new DocumentError(0, "community",
                    $"is '{programme.Community}', but it is published to '{community}'")]);
        }

        var rows = new[] { new Row(VersionRow(version), default) };
        grain.Commit(new Change<CommunityEvent>([change], rows, default, []), now, turns.Options);
        publication.Sent = grain.State.Versions[^1];
        return ValueTask.FromResult(publication.Sent);
    }

    private ValueTask<PublishedVersion> CancelTurn(CommunityActivation grain, CancelSchedule command)
    {
        var now = Now();
        if (CommunityDecider.Cancel(grain.State, command.Version, command.By, now) is { } change)
        {
            grain.Commit(new Change<CommunityEvent>([change], [], default, []), now, turns.Options);
        }

        return ValueTask.FromResult(grain.State.Versions[command.Version - 1]);
    }

    private static async ValueTask<RulesInForce?> InForceTurnAsync(CommunityActivation grain, Instant at)
    {
        if (grain.State.Versions.InForceAt(at) is not { } version)
        {
            return null;
        }

        var running = grain.State.Experiments.FirstOrDefault(experiment => experiment.RunsAt(at));
        return new RulesInForce(
            (await FetchTurnAsync(grain, version.Version))!,
            Latest(version.ScheduledFor, grain.State.Experiments.Max(it => it.Until <= at ? it.Until : null)),
            Earliest(grain.State.Versions.NextChangeAfter(at), running?.Until),
            running,
            running is null ? null : await FetchTurnAsync(grain, running.Version));
    }

    private static Instant? Latest(Instant? one, Instant? other) =>
        one is { } a && other is { } b ? Instant.Max(a, b) : one ?? other;

    private static Instant? Earliest(Instant? one, Instant? other) =>
        one is { } a && other is { } b ? Instant.Min(a, b) : one ?? other;

    private async ValueTask<Experiment> StartTurnAsync(CommunityActivation grain, StartExperiment command)
    {
        var now = Now();
        var utf8 = Encoding.UTF8.GetBytes(command.Document);
        Instant? until = command.Until is { } told ? Microseconds.Floor(told) : null;
        var wanted = new ExperimentDecider.Start(
            command.Id, command.Document, DocumentHash.Of(utf8), command.Percent, until, command.By, command.Note);
        var change = ExperimentDecider.Begin(grain.State, wanted, now);
        if (change is ExperimentStarted started)
        {
            var live = (await FetchTurnAsync(grain, grain.State.Versions.InForceAt(now)!.Version))!;
            var draft = ProgrammeReader.Read(JsonDocuments.Parse(utf8), started.Version);
            DraftOfExperiment.Require(live.Version.Version, live.Document, draft, utf8);
            var rows = new[] { new Row(VersionRow(started.Version), default) };
            grain.Commit(new Change<CommunityEvent>([started], rows, default, []), now, turns.Options);
        }
        else if (change is not null)
        {
            grain.Commit(new Change<CommunityEvent>([change], [], default, []), now, turns.Options);
        }

        return grain.State.Experiments.Single(experiment => experiment.Id == command.Id);
    }

    private ValueTask<Experiment> StopTurn(CommunityActivation grain, StopExperiment command)
    {
        var now = Now();
        if (ExperimentDecider.End(grain.State, command.Id, command.By, now) is { } change)
        {
            grain.Commit(new Change<CommunityEvent>([change], [], default, []), now, turns.Options);
        }

        return ValueTask.FromResult(grain.State.Experiments.Single(experiment => experiment.Id == command.Id));
    }

    private static async ValueTask<PublishedRules?> FetchTurnAsync(CommunityActivation grain, int version)
    {
        var state = grain.State;
        if (version == 0 || version == state.Version)
        {
            return state.Document is { } latest ? new PublishedRules(state.Versions[^1], latest) : null;
        }

        if (version < 0 || version > state.Version)
        {
            return null;
        }

        var found = await grain.Stream.FindRowAsync(VersionRow(version))
            ?? throw new JournalCorruptException($"Version {version} of {grain.Id} is listed but not found.");
        var document = found.Record.Content.Events.Select(made => DocumentOf(EventCatalogue.Read(made))).Single();
        return new PublishedRules(state.Versions[version - 1], document);
    }

    private static string DocumentOf(object change) => change switch
    {
        RulesPublished published => published.Document,
        RulesScheduled scheduled => scheduled.Document,
        ExperimentStarted started => started.Document,
        _ => throw new JournalCorruptException($"A record of a version holds {change.GetType().Name}."),
    };

    private Instant Now() => Microseconds.Floor(Instant.FromDateTimeOffset(time.GetUtcNow()));

    private ValueTask<TAnswer> RunAsync<TCommand, TAnswer>(
        TurnBody<CommunityActivation, TCommand, TAnswer> body, TCommand command) =>
        turns.RunAsync(
            StreamId.OfCommunity(community.Value), id => new CommunityActivation(journal, id), body, command);

    /// <summary>One publication, with what was sent to the journal: a second attempt must know its own work.</summary>
    private sealed class Publication(PublishRules rules)
    {
        public PublishRules Rules { get; } = rules;

        public PublishedVersion? Sent { get; set; }
    }
}
