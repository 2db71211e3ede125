using Rewards.Domain;

namespace Rewards.Server.Http;

/// <summary>One problem type as it is documented under <c>/problems/{code}</c>.</summary>
/// <param name="Code">Stable; <c>type</c> is <c>/problems/{code}</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The same for every occurrence.</param>
/// <param name="Remedy">What the caller can do.</param>
public sealed record ProblemType(string Code, int Status, string Title, string Remedy);

/// <summary>
/// Every problem that an answer can name. Codes are part of the contract: never renamed, never reused.
/// </summary>
public static class ProblemCatalogue
{
    public static readonly IReadOnlyDictionary<string, ProblemType> ByCode = All().ToDictionary(type => type.Code);

    private static IEnumerable<ProblemType> All() =>
        [.. RequestProblems(), .. AccessProblems(), .. ActivityProblems(), .. OperatorProblems(), .. ServerProblems()];

    private static ProblemType[] RequestProblems() =>
    [
        new(Problems.InvalidJson, 400, "The body is not JSON.", "Send one JSON object in UTF-8."),
        new(Problems.InvalidUtf8, 400, "The body is not valid UTF-8.",
            "Encode the body in UTF-8, without lone surrogates."),
        new(Problems.TooDeep, 400, "The body is nested too deeply.", "Facts are a flat map; nest nothing below it."),
        new(Problems.UnknownField, 400, "A field is not known.", "Remove or correct the field that 'field' names."),
        new(Problems.DuplicateField, 400, "A field occurs twice.", "Send each field once."),
        new(Problems.MissingField, 400, "A required field is missing.", "Add the field that 'field' names."),
        new(Problems.WrongType, 400, "A field has the wrong type.",
            "Send the type that 'expected' names; integers are strict."),
        new(Problems.InvalidValue, 400, "A field has a value that is not allowed.", "See 'detail'."),
        new(Problems.InvalidId, 400, "An id is not allowed.", "Ids have 1 to 128 characters, no control characters."),
        new(Problems.InvalidTime, 400, "A time is not RFC 3339 in UTC.", "Send a time such as 2026-11-20T08:30:00Z."),
        new(Problems.NumberOutOfRange, 400, "A number is out of range.", "See 'detail' for the range."),
        new(Problems.TooManyFacts, 400, "An activity has too many facts.", "Send at most 64 facts."),
        new(Problems.BodyTooLarge, 413, "The body is too large.",
            "'limitBytes' says how many bytes are taken; use batches."),
        new(Problems.LineTooLong, 400, "A line of the batch is too long.",
            "'limitBytes' says how many bytes a line may have."),
        new(Problems.TooManyLines, 413, "The batch has too many lines.",
            "Send the lines from 'linesTaken' on in another batch."),
        new(Problems.BatchBrokenOff, 400, "The batch broke off.",
            "'linesTaken' lines have results; send the rest again."),
        new(Problems.UnsupportedMediaType, 415, "The content type is not supported.",
            "Send the type that 'expected' names."),
        new(Problems.InvalidCursor, 400, "The cursor is not one of this list.",
            "Use 'next' of the page before as it is."),
        new(Problems.InvalidQuery, 400, "A query parameter is not allowed.", "See 'detail'."),
        new(Problems.IdempotencyKeyMissing, 400, "The Idempotency-Key header is missing.",
            "Send a key of your own making."),
        new(Problems.NotFound, 404, "There is nothing at this address.",
            "See the OpenAPI document at /openapi/v1.json."),
        new(Problems.MethodNotAllowed, 405, "The method is not allowed here.", "See the OpenAPI document."),
    ];

    private static ProblemType[] AccessProblems() =>
    [
        new(Problems.Unauthenticated, 401, "No valid API key.", "Send 'Authorization: Bearer' with a key in force."),
        new(Problems.Forbidden, 403, "The key may not do this.",
            "Use a key with the scope and community that 'detail' names."),
        new(Problems.RateLimited, 429, "The key's rate limit is reached.", "Wait for 'retryAfterSeconds'."),
    ];

    private static ProblemType[] ActivityProblems() =>
    [
        new(Refusals.IdConflict, 409, "The id was used for something else.",
            "A repeat must tell the same; use a new id."),
        new(Refusals.UnknownCommunity, 404, "There is no such community.",
            "Check the address, or open the community first."),
        new(Refusals.UnknownMember, 404, "There is no such member.", "A member is created by the first activity."),
        new(Refusals.UnknownActivity, 404, "The member has no such activity.", "Check the id."),
        new(Refusals.UnknownActivityType, 422, "The community does not know this activity type.",
            "Declare it in the programme."),
        new(Refusals.TimeOutOfRange, 422, "A time lies too far away.", "'earliest' and 'latest' bound what is taken."),
        new(Refusals.FactType, 422, "A fact has another type than declared.", "Send the type that 'expected' names."),
        new(Problems.CommandTooLarge, 422, "What this leads to is more than is written at once.",
            "Nothing was done. Let the rules give less for one activity, above all fewer entitlements."),
        new(Refusals.AmountOutOfRange, 422, "An amount or balance would leave its range.",
            "'maximum' says how far it may go."),
    ];

    private static ProblemType[] OperatorProblems() =>
    [
        new(Refusals.UnknownCurrency, 422, "The community has no such currency.", "See its programme."),
        new(Refusals.UntilNotAllowed, 422, "This standing has no end.", "Send 'until' with 'muted' only."),
        new(Refusals.UntilPassed, 422, "'until' lies in the past.", "Send a time after 'now', or none."),
        new(Refusals.NothingPending, 409, "Nothing waits for review.", "Only pending awards are reviewed."),
        new(Refusals.AlreadyReviewed, 409, "The awards were reviewed before.",
            "'review' says how; reverse them if needed."),
        new(Refusals.AlreadyReversed, 409, "The awards were reversed before.", "Nothing is left to do."),
        new(Refusals.NothingToReverse, 409, "There is no award to reverse.",
            "The receipt says why nothing was awarded."),
        new(Refusals.PublishConflict, 409, "Somebody published in between.",
            "Fetch 'currentVersion', merge, publish again."),
        new(Refusals.VersionScheduled, 409, "A version that waits to come into force is in the way.",
            "'version' names it; cancel it first, or schedule for its time or later."),
        new(Refusals.VersionInForce, 409, "The version has come into force.", "Publish another version."),
        new(Refusals.ExperimentRunning, 409, "Another experiment runs.", "'experiment' names it; stop it first."),
        new(Refusals.UnknownExperiment, 404, "There is no such experiment.", "List the experiments."),
        new(Refusals.UnknownRulesVersion, 404, "There is no such version.", "List the versions."),
        new(Refusals.ForwardOnly, 409, "The version grants nothing for what was recorded before.",
            "Publish with 'retroactivity=grants-only' and 'since'."),
        new(Refusals.VersionNotInForce, 409, "The version is not in force.",
            "Only the grants of the version in force are made; 'version' names it."),
        new(Refusals.PreviewOutdated, 409, "What would be granted is not what the preview showed.",
            "Look at a new preview, and confirm that."),
        new(Refusals.UnknownContributionModel, 404, "There is no such contribution model.",
            "List the contribution models."),
        new(Problems.InvalidProgramme, 422, "The programme is not valid.",
            "'errors' lists line, field and what is allowed."),
        new(Refusals.UnknownApiKey, 404, "There is no such API key.", "List the keys."),
        new(Refusals.ApiKeysFull, 409, "There are too many API keys.", "An installation has a bounded number of keys."),
        new(Refusals.CommunitiesFull, 409, "There are too many communities.", "Open another installation."),
    ];

    private static ProblemType[] ServerProblems() =>
    [
        new(Problems.Busy, 503, "Too much is waiting.", "Wait for 'retryAfterSeconds' and send the same again."),
        new(Problems.Unavailable, 503, "Nothing can be written now.",
            "Send the same again later: the id keeps it single."),
        new(Problems.Internal, 500, "The server failed.",
            "Send the same again: the id keeps it single. Report 'traceId'."),
    ];
}
