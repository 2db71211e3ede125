using Rewards.Domain;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Grains.Registry;
using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>
/// All grains in one process, on one journal. Starting it reads the registry; stopping it lets what is under way finish
/// and takes no more, so that nothing acknowledged and nothing accepted is lost.
/// </summary>
public sealed class LocalGrains : IGrains, IAsyncDisposable
{
    private readonly IJournal journal;
    private readonly TimeProvider time;
    private readonly Turns turns;
    private readonly MemberServices memberServices;
    private readonly RegistryGrain registry;

    public LocalGrains(IJournal journal, TimeProvider time, GrainOptions options)
    {
        this.journal = journal;
        this.time = time;
        turns = new Turns(options);
        Programmes = new ProgrammeCache(Community, time);
        memberServices = new MemberServices(journal, Programmes, time, options, this);
        registry = new RegistryGrain(turns, journal, time, ApiKeys);
    }

    public IRegistryGrain Registry => registry;

    public ProgrammeCache Programmes { get; }

    public ApiKeyDirectory ApiKeys { get; } = new();

    public int ActiveGrains => turns.ActiveGrains;

    /// <summary>Commands that wait at the deepest mailbox, and at all together; for a look now and then.</summary>
    public (int Deepest, int Waiting) Mailboxes() => turns.Mailboxes();

    public IMemberGrain Member(CommunityId community, MemberId member) =>
        new MemberGrain(turns, memberServices, StreamId.OfMember(community.Value, member.Value));

    public ICommunityGrain Community(CommunityId community) =>
        new CommunityGrain(turns, journal, time, Programmes, community);

    /// <summary>Reads what must be known before the first request: the API keys.</summary>
    public ValueTask StartAsync() => registry.LoadDirectoryAsync();

    /// <summary>
    /// The feed tells that a stream has got a record, perhaps by another process: what is kept of it beside its
    /// grain is
    /// renewed. Rules and keys that were changed elsewhere are in force here from then on.
    /// </summary>
    public async ValueTask RenewAsync(StreamId stream)
    {
        switch (stream.Kind)
        {
            case StreamKind.Community:
                Programmes.Forget(stream.Community);
                break;
            case StreamKind.Registry:
                await registry.LoadDirectoryAsync();
                break;
        }
    }

    /// <summary>Evicts every idle grain.</summary>
    public void EvictIdle() => turns.EvictIdle();

    public ValueTask DisposeAsync() => turns.DisposeAsync();
}
