namespace Rewards.Domain;

/// <summary>The stable codes of <see cref="DomainException"/>.</summary>
public static class Refusals
{
    public const string IdConflict = "id-conflict";
    public const string UnknownActivityType = "unknown-activity-type";
    public const string TimeOutOfRange = "time-out-of-range";
    public const string FactType = "fact-type";
    public const string AmountOutOfRange = "amount-out-of-range";
    public const string UnknownCurrency = "unknown-currency";
    public const string UnknownActivity = "unknown-activity";
    public const string UnknownMember = "unknown-member";
    public const string UnknownCommunity = "unknown-community";
    public const string NothingPending = "nothing-pending";
    public const string AlreadyReviewed = "already-reviewed";
    public const string AlreadyReversed = "already-reversed";
    public const string NothingToReverse = "nothing-to-reverse";
    public const string PublishConflict = "publish-conflict";
    public const string VersionScheduled = "version-scheduled";
    public const string VersionInForce = "version-in-force";
    public const string ExperimentRunning = "experiment-running";
    public const string UnknownExperiment = "unknown-experiment";
    public const string UnknownRulesVersion = "unknown-rules-version";
    public const string UnknownContributionModel = "unknown-contribution-model";
    public const string ForwardOnly = "forward-only";
    public const string VersionNotInForce = "version-not-in-force";
    public const string PreviewOutdated = "preview-outdated";
    public const string NotEnough = "not-enough";
    public const string UntilNotAllowed = "until-not-allowed";
    public const string UntilPassed = "until-passed";
    public const string UnknownHold = "unknown-hold";
    public const string HoldEnded = "hold-ended";
    public const string UnknownApiKey = "unknown-api-key";
    public const string ApiKeysFull = "api-keys-full";
    public const string CommunitiesFull = "communities-full";
}
