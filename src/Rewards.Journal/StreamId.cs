namespace Rewards.Journal;

/// <summary>Kinds of streams. The numbers are on disk.</summary>
public enum StreamKind : byte
{
    /// <summary>The one stream of the installation: communities opened, API keys.</summary>
    Registry = 1,

    /// <summary>A community: its published programmes.</summary>
    Community = 2,

    /// <summary>A member of a community: activities, awards, postings.</summary>
    Member = 3,

    /// <summary>The allocator of a community's budgets.</summary>
    Budgets = 4,
}

/// <summary>The journal of one grain: its events in order, versions 1, 2, 3, … without gaps.</summary>
public readonly record struct StreamId(StreamKind Kind, string Community, string Name)
{
    public static readonly StreamId Registry = new(StreamKind.Registry, "", "");

    public static StreamId OfCommunity(string community) => new(StreamKind.Community, community, "");

    public static StreamId OfMember(string community, string member) => new(StreamKind.Member, community, member);

    public static StreamId OfBudgets(string community) => new(StreamKind.Budgets, community, "");

    public override string ToString() => $"{Kind}/{Community}/{Name}";
}
