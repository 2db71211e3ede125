namespace Rewards.Server.Http;

/// <summary>Codes of problems that arise in HTTP itself; the domain's are in <see cref="Domain.Refusals"/>.</summary>
public static class Problems
{
    public const string InvalidJson = "invalid-json";
    public const string InvalidUtf8 = "invalid-utf8";
    public const string TooDeep = "too-deep";
    public const string UnknownField = "unknown-field";
    public const string DuplicateField = "duplicate-field";
    public const string MissingField = "missing-field";
    public const string WrongType = "wrong-type";
    public const string InvalidValue = "invalid-value";
    public const string InvalidId = "invalid-id";
    public const string InvalidTime = "invalid-time";
    public const string NumberOutOfRange = "number-out-of-range";
    public const string TooManyFacts = "too-many-facts";
    public const string BodyTooLarge = "body-too-large";
    public const string LineTooLong = "line-too-long";
    public const string TooManyLines = "too-many-lines";
    public const string BatchBrokenOff = "batch-broken-off";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string InvalidCursor = "invalid-cursor";
    public const string InvalidQuery = "invalid-query";
    public const string IdempotencyKeyMissing = "idempotency-key-missing";
    public const string NotFound = "not-found";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string RateLimited = "rate-limited";
    public const string InvalidProgramme = "invalid-programme";
    public const string CommandTooLarge = "command-too-large";
    public const string Busy = "busy";
    public const string Unavailable = "unavailable";
    public const string Internal = "internal";
}
