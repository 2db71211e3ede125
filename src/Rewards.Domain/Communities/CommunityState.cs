using NodaTime;

namespace Rewards.Domain.Communities;

/// <summary>What a community's grain keeps: its versions and the document of the latest.</summary>
public sealed class CommunityState
{
    /// <summary>Most versions of one community; each is kept for ever.</summary>
    public const int VersionsMax = 10_000;

    private readonly List<PublishedVersion> versions = [];

    public IReadOnlyList<PublishedVersion> Versions => versions;

    /// <summary>The highest number given; 0 before the first publication.</summary>
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
        switch (change)
        {
            case RulesPublished it:
                Add(new PublishedVersion(it.Version, it.DocumentHash, it.By, it.Note, recordedAt), it.Document);
                break;
            case RulesScheduled it:
                Add(
                    new PublishedVersion(it.Version, it.DocumentHash, it.By, it.Note, recordedAt)
                    {
                        ScheduledFor = it.EffectiveAt,
                    },
                    it.Document);
                break;
            case ScheduleCancelled it:
                versions[it.Version - 1] =
                    versions[it.Version - 1] with { CancelledAt = recordedAt, CancelledBy = it.By };
                break;
        }
    }

    private void Add(PublishedVersion version, string document)
    {
        versions.Add(version);
        Document = document;
    }
}
