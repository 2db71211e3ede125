using System.Globalization;
using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
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

    private static async ValueTask<RulesInForce?> InForceTurnAsync(CommunityActivation grain, Instant at) =>
        grain.State.Versions.InForceAt(at) is { } version
            ? new RulesInForce((await FetchTurnAsync(grain, version.Version))!, grain.State.Versions.NextChangeAfter(at))
            : null;

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
