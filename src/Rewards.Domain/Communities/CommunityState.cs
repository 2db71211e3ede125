using NodaTime;
using Rewards.Domain.Experiments;
using Rewards.Domain.Retroactivity;

namespace Rewards.Domain.Communities;

/// <summary>What a community's grain keeps: its versions and the document of the latest.</summary>
public sealed class CommunityState
{
    /// <summary>Most versions of one community; each is kept for ever.</summary>
    public const int VersionsMax = 10_000;

    private readonly List<PublishedVersion> versions = [];
    private readonly List<Experiment> experiments = [];

    public IReadOnlyList<PublishedVersion> Versions => versions;

    /// <summary>All experiments, oldest first; each has a version, which bounds them.</summary>
    public IReadOnlyList<Experiment> Experiments => experiments;

    /// <summary>The highest number given; 0 before the first publication.</summary>
    public int Version => versions.Count;

    /// <summary>Canonical JSON of the latest version.</summary>
    public string? Document { get; private set; }

    /// <summary>The versions of the contribution model.</summary>
    public ModelVersions Models { get; } = new();

    /// <summary>Which versions were published with grants for what was recorded before.</summary>
    public RetroactivityState Retroactivity { get; } = new();

    public void Apply(CommunityEvent change, Instant recordedAt)
    {
        Retroactivity.Apply(change, recordedAt);
        Models.Apply(change, recordedAt);
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
            case RetroactivityDeclared it:
                versions[it.Version - 1] = versions[it.Version - 1] with { GrantsSince = it.Since };
                break;
            case ScheduleCancelled it:
                versions[it.Version - 1] =
                    versions[it.Version - 1] with { CancelledAt = recordedAt, CancelledBy = it.By };
                break;
            case ExperimentStarted it:
                Add(
                    new PublishedVersion(it.Version, it.DocumentHash, it.By, it.Note, recordedAt)
                    {
                        Experiment = it.Id,
                    },
                    it.Document);
                experiments.Add(
                    new Experiment(it.Id, it.Version, it.Percent, it.By, it.Note, recordedAt, it.Until));
                break;
            case ExperimentWidened it: Alter(it.Id, known => known with { Percent = it.Percent }); break;
            case ExperimentStopped it:
                Alter(it.Id, known => known with { StoppedAt = recordedAt, StoppedBy = it.By });
                break;
        }
    }

    private void Alter(string experiment, Func<Experiment, Experiment> change)
    {
        var at = experiments.FindIndex(known => known.Id == experiment);
        experiments[at] = change(experiments[at]);
    }

    private void Add(PublishedVersion version, string document)
    {
        versions.Add(version);
        Document = document;
    }
}
