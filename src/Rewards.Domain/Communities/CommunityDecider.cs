namespace Rewards.Domain.Communities;

/// <summary>Decides publication. Versions are 1, 2, 3, … and never change.</summary>
public static class CommunityDecider
{
    /// <summary>
    /// Publishes a document that was found valid. <paramref name="basedOn"/> is the version that the publisher saw last
    /// (0: none), so that of two who publish at once one is told.
    /// </summary>
    /// <exception cref="DomainException"><c>publish-conflict</c> with the current version.</exception>
    public static RulesPublished Publish(
        CommunityState state, string document, string documentHash, int basedOn, string by, string note)
    {
        if (basedOn != state.Version)
        {
            throw new DomainException(
                Refusals.PublishConflict,
                $"The community stands at version {state.Version}, but this was based on {basedOn}. "
                + "Fetch the current version, merge, and publish again with 'basedOn' set to it.",
                ("currentVersion", state.Version),
                ("basedOn", basedOn));
        }

        return state.Version < CommunityState.VersionsMax
            ? new RulesPublished(state.Version + 1, documentHash, by, note, document)
            : throw new DomainException(
                Refusals.PublishConflict, $"A community has at most {CommunityState.VersionsMax} versions.");
    }
}
