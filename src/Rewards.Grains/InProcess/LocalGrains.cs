using Rewards.Domain;
using Rewards.Grains.Budgets;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Grains.Registry;
using Rewards.Grains.Retroactivity;
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
    private readonly BudgetPurses purses;
    private readonly RetroactiveWorks works;

    public LocalGrains(IJournal journal, TimeProvider time, GrainOptions options)
    {
        this.journal = journal;
        this.time = time;
        turns = new Turns(options);
        Programmes = new ProgrammeCache(Community, time);
        purses = new BudgetPurses(journal, this, time, options.Life, options.Report);
        memberServices = new MemberServices(journal, Programmes, time, options, this) { Purses = purses };
        Retroactive = new RetroactiveGranting(journal, this, Programmes);
        works = new RetroactiveWorks(Retroactive, options.Behind);
        registry = new RegistryGrain(turns, journal, time, ApiKeys);
    }

    public IRegistryGrain Registry => registry;

    public ProgrammeCache Programmes { get; }

    /// <summary>Grants for what was recorded before a version was published.</summary>
    public RetroactiveGranting Retroactive { get; }

    /// <summary>Completes when this host makes no such grants.</summary>
    public Task RetroactiveIdleAsync() => works.IdleAsync();

    public ApiKeyDirectory ApiKeys { get; } = new();

    public int ActiveGrains => turns.ActiveGrains;

    /// <summary>Commands that wait at the deepest mailbox, and at all together; for a look now and then.</summary>
    public (int Deepest, int Waiting) Mailboxes() => turns.Mailboxes();

    public IMemberGrain Member(CommunityId community, MemberId member) =>
        new MemberGrain(turns, memberServices, StreamId.OfMember(community.Value, member.Value));

    public ICommunityGrain Community(CommunityId community) =>
        new CommunityGrain(turns, journal, time, Programmes, works, community);

    public IBudgetGrain Budgets(CommunityId community) =>
        new BudgetGrain(turns, journal, time, Programmes, community);

    /// <summary>What this host has drawn of the slices of a community's budgets that it holds, by slice.</summary>
    public ValueTask<Dictionary<long, long>> BudgetsUsedAsync(CommunityId community) => purses.UsedAsync(community);

    /// <summary>Gives back the slices that are used up or idle; for a look now and then.</summary>
    public ValueTask TidyBudgetsAsync() => purses.TidyAsync();

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

    public async ValueTask DisposeAsync()
    {
        await works.DisposeAsync();
        try
        {
            await purses.CloseAsync();
        }
        catch (Exception e) when (e is GrainUnavailableException or GrainBusyException or GrainStoppingException)
        {
            // Slices that could not be given back are settled from the journal by the next life.
        }

        await turns.DisposeAsync();
    }
}
