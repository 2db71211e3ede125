using NodaTime;

namespace Rewards.Domain.Communities;

/// <summary>One line of a community's list of versions.</summary>
public sealed record PublishedVersion(int Version, string DocumentHash, string By, string Note, Instant PublishedAt);

/// <summary>What a community's grain keeps: its versions and the document of the latest.</summary>
public sealed class CommunityState
{
    /// <summary>Most versions of one community; each is kept for ever.</summary>
    public const int VersionsMax = 10_000;

    private readonly List<PublishedVersion> versions = [];

    public IReadOnlyList<PublishedVersion> Versions => versions;

    public int Version => versions.Count;

    /// <summary>Canonical JSON of the latest version.</summary>
    public string? Document { get; private set; }

    public static CommunityState Restore(IEnumerable<PublishedVersion> versions, string? document)
    {
        var state = new CommunityState { Document = document };
        state.versions.AddRange(versions);
        return state;
    }

    public void Apply(CommunityEvent change, Instant recordedAt)
    {
        if (change is RulesPublished published)
        {
            versions.Add(new PublishedVersion(
                published.Version, published.DocumentHash, published.By, published.Note, recordedAt));
            Document = published.Document;
        }
    }
}
