using NodaTime;
using Rewards.Domain.Communities;

namespace Rewards.Domain.Experiments;

/// <summary>Decides start and end of experiments. One runs at a time: two would be in each other's figures.</summary>
public static class ExperimentDecider
{
    /// <summary>What is asked for.</summary>
    /// <param name="Id">A name that was found valid.</param>
    /// <param name="Document">Canonical JSON of the draft, found valid.</param>
    /// <param name="DocumentHash">Its hash.</param>
    /// <param name="Percent">How many of a hundred members.</param>
    /// <param name="Until">When it ends by itself; null: never.</param>
    /// <param name="By">Who.</param>
    /// <param name="Note">Why.</param>
    public sealed record Start(
        string Id, string Document, string DocumentHash, int Percent, Instant? Until, string By, string Note);

    /// <summary>Starts, or widens one that runs; null when the same was done before.</summary>
    /// <exception cref="DomainException"><c>unknown-community</c>: nothing was published yet; <c>id-conflict</c>: the
    /// id was used for something else; <c>experiment-running</c>; <c>time-out-of-range</c>;
    /// <c>publish-conflict</c>: there are too many versions.</exception>
    public static CommunityEvent? Begin(CommunityState state, Start wanted, Instant now)
    {
        if (state.Versions.InForceAt(now) is null)
        {
            throw new DomainException(Refusals.UnknownCommunity, "Nothing was published yet.");
        }

        if (state.Experiments.FirstOrDefault(it => it.Id == wanted.Id) is { } known)
        {
            return Again(state, known, wanted, now);
        }

        if (state.Experiments.FirstOrDefault(it => it.RunsAt(now)) is { } running)
        {
            throw new DomainException(
                Refusals.ExperimentRunning,
                $"The experiment '{running.Id}' runs; two at once would be in each other's figures. Stop it first.",
                ("experiment", running.Id));
        }

        if (wanted.Until is { } until && (until <= now || until > now + CommunityDecider.ScheduleLongest))
        {
            throw new DomainException(
                Refusals.TimeOutOfRange,
                $"An experiment ends in the future, at most {CommunityDecider.ScheduleLongest.Days} days ahead.",
                ("earliest", now),
                ("latest", now + CommunityDecider.ScheduleLongest));
        }

        return state.Version < CommunityState.VersionsMax
            ? new ExperimentStarted(
                wanted.Id, state.Version + 1, wanted.DocumentHash, wanted.Percent, wanted.Until, wanted.By, wanted.Note,
                wanted.Document)
            : throw new DomainException(
                Refusals.PublishConflict, $"A community has at most {CommunityState.VersionsMax} versions.");
    }

    /// <summary>Stops an experiment; null when it has ended before.</summary>
    /// <exception cref="DomainException"><c>unknown-experiment</c>.</exception>
    public static ExperimentStopped? End(CommunityState state, string id, string by, Instant now)
    {
        var found = state.Experiments.FirstOrDefault(it => it.Id == id) ?? throw new DomainException(
            Refusals.UnknownExperiment, $"There is no experiment '{id}'.", ("experiment", id));
        return found.RunsAt(now) ? new ExperimentStopped(id, by) : null;
    }

    private static ExperimentWidened? Again(CommunityState state, Experiment known, Start wanted, Instant now)
    {
        var same = state.Versions[known.Version - 1].DocumentHash == wanted.DocumentHash
            && known.Until == wanted.Until && known.Note == wanted.Note;
        if (same && known.Percent == wanted.Percent)
        {
            return null;
        }

        // Fewer members would put some into both arms, one after the other.
        return same && known.RunsAt(now) && wanted.Percent > known.Percent
            ? new ExperimentWidened(known.Id, wanted.Percent, wanted.By)
            : throw new DomainException(
                Refusals.IdConflict,
                $"The experiment '{known.Id}' was started with something else or has ended. While it runs it can only "
                + "be widened; another one needs another id.",
                ("id", known.Id));
    }
}
