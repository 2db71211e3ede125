using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Domain.Experiments;
using Rewards.Domain.Programmes;
using Rewards.Domain.Retroactivity;
using Rewards.Grains.InProcess;
using Rewards.Grains.Retroactivity;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Communities;

/// <summary>A community's grain in memory.</summary>
internal sealed class CommunityActivation(IJournal journal, StreamId id) : Activation<CommunityEvent>(journal, id)
{
    public CommunityState State { get; } = new();

    /// <summary>Goes with the next commit.</summary>
    public void Wake(Instant at, string key) => WakeAt(at, key);

    protected override void Evolve(CommunityEvent change, Instant recordedAt) => State.Apply(change, recordedAt);
}

/// <summary>A community as the in-process host runs it.</summary>
internal sealed class CommunityGrain(
    Turns turns, IJournal journal, TimeProvider time, ProgrammeCache programmes, RetroactiveWorks works,
    CommunityId community)
        : ICommunityGrain
{
    private readonly PublishingTurns publishing = new(time, turns.Options, community);

    public ValueTask<PublishedVersion> PublishAsync(PublishRules command) =>
        ChangeAsync(publishing.RulesAsync, new Publication<PublishRules>(command));

    public ValueTask<PublishedVersion> CancelAsync(CancelSchedule command) =>
        ChangeAsync(publishing.CancelAsync, command);

    public ValueTask<PublishedVersion> PublishModelAsync(PublishContributionModel command) =>
        ChangeAsync(publishing.ModelAsync, new Publication<PublishContributionModel>(command));

    public ValueTask<PublishedVersion> CancelModelAsync(CancelSchedule command) =>
        ChangeAsync(publishing.CancelModelAsync, command);

    public ValueTask<IReadOnlyList<PublishedVersion>> ModelsAsync() => RunAsync(
        static (grain, _) => ValueTask.FromResult<IReadOnlyList<PublishedVersion>>([.. grain.State.Models.All]), 0);

    public ValueTask<PublishedModel?> FetchModelAsync(int version) =>
        RunAsync(CommunityReading.FetchModelAsync, version);

    public ValueTask<RetroactiveGrants?> FindGrantsAsync(int version) => RunAsync(
        static (grain, asked) => ValueTask.FromResult(grain.State.Retroactivity.Find(asked)), version);

    public ValueTask<RetroactiveGrants> GrantsAsync(int version) => RunAsync(
        (grain, asked) => ValueTask.FromResult(RetroactivityDecider.Require(grain.State, asked, Now())), version);

    public ValueTask<RetroactiveGrants> ConfirmGrantsAsync(ConfirmGrants command) =>
        RunAsync(publishing.ConfirmGrantsAsync, command);

    public ValueTask<RetroactiveGrants> AdvanceGrantsAsync(AdvanceGrants command) =>
        RunAsync(publishing.AdvanceGrantsAsync, command);

    public async ValueTask WakeAsync(DueEntry entry)
    {
        if (PublishingTurns.GrantsOf(entry.Key) is { } version)
        {
            await works.WakeAsync(community, version);
        }

        await journal.CompleteDueAsync(entry.Token, CancellationToken.None);
    }

    public ValueTask<Experiment> StartExperimentAsync(StartExperiment command) =>
        ChangeAsync(StartTurnAsync, command);

    public ValueTask<Experiment> StopExperimentAsync(StopExperiment command) => ChangeAsync(StopTurn, command);

    public ValueTask<IReadOnlyList<Experiment>> ExperimentsAsync() => RunAsync(
        static (grain, _) => ValueTask.FromResult<IReadOnlyList<Experiment>>([.. grain.State.Experiments]), 0);

    public ValueTask<RulesInForce?> InForceAsync(Instant at) => RunAsync(CommunityReading.InForceAsync, at);

    public ValueTask<IReadOnlyList<PublishedVersion>> VersionsAsync() => RunAsync(
        static (grain, _) => ValueTask.FromResult<IReadOnlyList<PublishedVersion>>([.. grain.State.Versions]), 0);

    public ValueTask<PublishedRules?> FetchAsync(int version) => RunAsync(CommunityReading.FetchRulesAsync, version);

    private async ValueTask<Experiment> StartTurnAsync(CommunityActivation grain, StartExperiment command)
    {
        var now = Now();
        var (rules, model) = ContributionDocuments.Split(JointDocuments.Parse(command.Document));
        Instant? until = command.Until is { } told ? Microseconds.Floor(told) : null;
        var document = model is null || IsKnownAs(grain.State, command)
            ? command.Document : ContributionDocuments.Write(rules);
        var wanted = new ExperimentDecider.Start(
            command.Id, document, ContributionDocuments.HashOf(document), command.Percent, until, command.By,
            command.Note);
        var change = ExperimentDecider.Begin(grain.State, wanted, now);
        if (change is ExperimentStarted started)
        {
            var live = (await CommunityReading.FetchRulesAsync(grain, grain.State.Versions.InForceAt(now)!.Version))!;
            var draft = ProgrammeReader.ReadRules(JointDocuments.Parse(command.Document), started.Version);
            DraftOfExperiment.Require(live.Version.Version, live.Document, draft, Encoding.UTF8.GetBytes(document));
            DraftOfExperiment.RequireModel(grain.State.Models.All.Tip(), model);
            await JointDocuments.RequireModelsFitAsync(grain, rules, now);
            var rows = new[] { new Row(CommunityReading.RulesRow(started.Version), default) };
            grain.Commit(new Change<CommunityEvent>([started], rows, default, []), now, turns.Options);
        }
        else if (change is not null)
        {
            grain.Commit(new Change<CommunityEvent>([change], [], default, []), now, turns.Options);
        }

        return grain.State.Experiments.Single(experiment => experiment.Id == command.Id);
    }

    /// <summary>Experiments of before were started with the model in their document.</summary>
    private static bool IsKnownAs(CommunityState state, StartExperiment command) =>
        state.Experiments.FirstOrDefault(it => it.Id == command.Id) is { } known
        && state.Versions[known.Version - 1].DocumentHash == ContributionDocuments.HashOf(command.Document);

    private ValueTask<Experiment> StopTurn(CommunityActivation grain, StopExperiment command)
    {
        var now = Now();
        if (ExperimentDecider.End(grain.State, command.Id, command.By, now) is { } change)
        {
            grain.Commit(new Change<CommunityEvent>([change], [], default, []), now, turns.Options);
        }

        return ValueTask.FromResult(grain.State.Experiments.Single(experiment => experiment.Id == command.Id));
    }

    private Instant Now() => Microseconds.Floor(Instant.FromDateTimeOffset(time.GetUtcNow()));

    /// <summary>What is in force may be another one afterwards.</summary>
    private async ValueTask<TAnswer> ChangeAsync<TCommand, TAnswer>(
        TurnBody<CommunityActivation, TCommand, TAnswer> body, TCommand command)
    {
        var changed = await RunAsync(body, command);
        programmes.Forget(community.Value);
        return changed;
    }

    private ValueTask<TAnswer> RunAsync<TCommand, TAnswer>(
        TurnBody<CommunityActivation, TCommand, TAnswer> body, TCommand command) =>
        turns.RunAsync(
            StreamId.OfCommunity(community.Value), id => new CommunityActivation(journal, id), body, command);
}
