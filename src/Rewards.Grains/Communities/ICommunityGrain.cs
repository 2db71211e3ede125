using NodaTime;
using Rewards.Domain.Communities;
using Rewards.Domain.Experiments;
using Rewards.Domain.Retroactivity;
using Rewards.Grains.Retroactivity;
using Rewards.Journal;

namespace Rewards.Grains.Communities;

/// <summary>Publish this document, seen last at <paramref name="BasedOn"/> (0: nothing published yet).</summary>
/// <param name="Document">Canonical JSON.</param>
/// <param name="BasedOn">The version on which the publisher worked.</param>
/// <param name="By">Who publishes.</param>
/// <param name="Note">Why, for the list of versions; may be empty.</param>
public sealed record PublishRules(string Document, int BasedOn, string By, string Note)
{
    /// <summary>From when on it decides; null or past: at once.</summary>
    public Instant? EffectiveAt { get; init; }

    /// <summary>
    /// The contribution model that the document tells beside its rules is published too, by somebody who saw this
    /// version of it last. Null: it may only be the first one, or the one that is there.
    /// </summary>
    public int? ModelBasedOn { get; init; }

    /// <summary>
    /// It may also grant what it would have given more for activities since then, once somebody has seen what; null: it
    /// decides forward only.
    /// </summary>
    public Instant? GrantsSince { get; init; }
}

/// <summary>Cancel a version that is not in force yet.</summary>
public sealed record CancelSchedule(int Version, string By);

/// <summary>
/// What decides at an instant, and until when nothing of it changes by itself (null: for good). A publication may
/// change it at any time.
/// </summary>
/// <param name="Rules">What decides for all, but for those whom the experiment treats.</param>
/// <param name="From">Since when nothing of it has changed by itself; null: no such time is known.</param>
/// <param name="Until">When something changes by itself; null: nothing will.</param>
/// <param name="Experiment">The experiment that runs, if any.</param>
/// <param name="Draft">Its draft.</param>
public sealed record RulesInForce(
    PublishedRules Rules, Instant? From, Instant? Until, Experiment? Experiment, PublishedRules? Draft)
{
    /// <summary>What measures contribution; null: nothing does.</summary>
    public PublishedModel? Model { get; init; }
}

/// <summary>Let a draft decide for <paramref name="Percent"/> of a hundred members.</summary>
/// <param name="Id">Its name; the same with a larger percentage widens it.</param>
/// <param name="Document">Canonical JSON of the draft.</param>
/// <param name="Percent">1 to 99.</param>
/// <param name="By">Who starts it.</param>
/// <param name="Note">Why; may be empty.</param>
public sealed record StartExperiment(string Id, string Document, int Percent, string By, string Note)
{
    /// <summary>When it ends by itself; null: when it is stopped.</summary>
    public Instant? Until { get; init; }
}

/// <summary>End an experiment.</summary>
public sealed record StopExperiment(string Id, string By);

/// <summary>A published version with its document (canonical JSON).</summary>
public sealed record PublishedRules(PublishedVersion Version, string Document);

/// <summary>A community: the keeper of its published programmes.</summary>
public interface ICommunityGrain
{
    /// <summary>Publishes the next version.</summary>
    /// <exception cref="Domain.DomainException"><c>publish-conflict</c>: somebody published in between;
    /// <c>version-scheduled</c>, <c>time-out-of-range</c>: the effective time does not fit.</exception>
    /// <exception cref="Domain.Programmes.DocumentException">The document is not a valid programme; all that is wrong
    /// with it.</exception>
    ValueTask<PublishedVersion> PublishAsync(PublishRules command);

    /// <summary>All versions, oldest first; empty for a community that has published nothing.</summary>
    ValueTask<IReadOnlyList<PublishedVersion>> VersionsAsync();

    /// <summary>One version, or the latest for 0; null when there is no such version.</summary>
    ValueTask<PublishedRules?> FetchAsync(int version);

    /// <summary>Cancels a version before it comes into force; once more is answered alike.</summary>
    /// <exception cref="Domain.DomainException"><c>unknown-rules-version</c>, <c>version-in-force</c>,
    /// <c>version-scheduled</c>.</exception>
    ValueTask<PublishedVersion> CancelAsync(CancelSchedule command);

    /// <summary>Publishes the next version of the contribution model; rules stay as they are.</summary>
    /// <exception cref="Domain.DomainException"><c>publish-conflict</c>, <c>version-scheduled</c>,
    /// <c>time-out-of-range</c>, <c>unknown-community</c>: no rules were published yet.</exception>
    /// <exception cref="Domain.Programmes.DocumentException">It is no valid model, or does not fit the rules with which
    /// it will be in force.</exception>
    ValueTask<PublishedVersion> PublishModelAsync(PublishContributionModel command);

    /// <summary>All versions of the contribution model, oldest first.</summary>
    ValueTask<IReadOnlyList<PublishedVersion>> ModelsAsync();

    /// <summary>One version of it, or the latest for 0; null when there is no such version.</summary>
    ValueTask<PublishedModel?> FetchModelAsync(int version);

    /// <summary>Cancels a version of it before it comes into force; once more is answered alike.</summary>
    /// <exception cref="Domain.DomainException"><c>unknown-contribution-model</c>, <c>version-in-force</c>,
    /// <c>version-scheduled</c>.</exception>
    ValueTask<PublishedVersion> CancelModelAsync(CancelSchedule command);

    /// <summary>How far the grants of a version are; null: it decides forward only, or there is none.</summary>
    ValueTask<RetroactiveGrants?> FindGrantsAsync(int version);

    /// <summary>The same for who wants them to be made.</summary>
    /// <exception cref="Domain.DomainException"><c>unknown-rules-version</c>; <c>forward-only</c>; while they are not
    /// confirmed also <c>version-not-in-force</c> and <c>time-out-of-range</c>: they cannot be made any more.
    /// </exception>
    ValueTask<RetroactiveGrants> GrantsAsync(int version);

    /// <summary>Lets grants be made; the same preview again is answered alike.</summary>
    /// <exception cref="Domain.DomainException"><c>preview-outdated</c>: another one was confirmed; and as above.
    /// </exception>
    ValueTask<RetroactiveGrants> ConfirmGrantsAsync(ConfirmGrants command);

    /// <summary>Makes progress durable; what was told before is answered alike.</summary>
    ValueTask<RetroactiveGrants> AdvanceGrantsAsync(AdvanceGrants command);

    /// <summary>Does what is due.</summary>
    /// <exception cref="NotYetException">It is under way.</exception>
    ValueTask WakeAsync(DueEntry entry);

    /// <summary>Starts an experiment, or widens one; once more is answered alike.</summary>
    /// <exception cref="Domain.DomainException"><c>id-conflict</c>, <c>experiment-running</c>,
    /// <c>time-out-of-range</c>, <c>unknown-community</c>.</exception>
    /// <exception cref="Domain.Programmes.DocumentException">The draft is no valid programme, or differs in what both
    /// arms must have alike.</exception>
    ValueTask<Experiment> StartExperimentAsync(StartExperiment command);

    /// <summary>Ends an experiment; once more is answered alike.</summary>
    /// <exception cref="Domain.DomainException"><c>unknown-experiment</c>.</exception>
    ValueTask<Experiment> StopExperimentAsync(StopExperiment command);

    /// <summary>All experiments, oldest first.</summary>
    ValueTask<IReadOnlyList<Experiment>> ExperimentsAsync();

    /// <summary>What decides what is received then; null for a community that has published nothing.</summary>
    ValueTask<RulesInForce?> InForceAsync(Instant at);
}
