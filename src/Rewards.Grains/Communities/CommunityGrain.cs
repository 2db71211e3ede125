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
        programmes.Take(publication.Programme!);
        return published;
    }

    public ValueTask<IReadOnlyList<PublishedVersion>> VersionsAsync() => RunAsync(
        static (grain, _) => ValueTask.FromResult<IReadOnlyList<PublishedVersion>>([.. grain.State.Versions]), 0);

    public ValueTask<PublishedRules?> FetchAsync(int version) => RunAsync(FetchTurnAsync, version);

    private static RowKey VersionRow(int version) =>
        new(RowKind.RulesVersion, version.ToString(CultureInfo.InvariantCulture));

    private ValueTask<PublishedVersion> PublishTurnAsync(CommunityActivation grain, Publication publication)
    {
        if (publication.Sent is { } sent && grain.State.Versions.Contains(sent))
        {
            // The outcome of the append was unknown, and it was written.
            return ValueTask.FromResult(sent);
        }

        var command = publication.Rules;
        var utf8 = Encoding.UTF8.GetBytes(command.Document);
        var published = CommunityDecider.Publish(
            grain.State, command.Document, DocumentHash.Of(utf8), command.BasedOn, command.By, command.Note);
        var programme = ProgrammeReader.Read(JsonDocuments.Parse(utf8), published.Version);
        if (programme.Community != community)
        {
            throw new DocumentException(
                [new DocumentError(0, "community",
                    $"is '{programme.Community}', but it is published to '{community}'")]);
        }

        var now = Microseconds.Floor(Instant.FromDateTimeOffset(time.GetUtcNow()));
        var rows = new[] { new Row(VersionRow(published.Version), default) };
        grain.Commit(new Change<CommunityEvent>([published], rows, default, []), now, turns.Options);
        publication.Programme = programme;
        publication.Sent = grain.State.Versions[^1];
        return ValueTask.FromResult(publication.Sent);
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
        var published = found.Record.Content.Events
            .Select(made => EventCatalogue.Read(made)).OfType<RulesPublished>().Single();
        return new PublishedRules(state.Versions[version - 1], published.Document);
    }

    private ValueTask<TAnswer> RunAsync<TCommand, TAnswer>(
        TurnBody<CommunityActivation, TCommand, TAnswer> body, TCommand command) =>
        turns.RunAsync(
            StreamId.OfCommunity(community.Value), id => new CommunityActivation(journal, id), body, command);

    /// <summary>One publication, with what was sent to the journal: a second attempt must know its own work.</summary>
    private sealed class Publication(PublishRules rules)
    {
        public PublishRules Rules { get; } = rules;

        public PublishedVersion? Sent { get; set; }

        public Programme? Programme { get; set; }
    }
}
