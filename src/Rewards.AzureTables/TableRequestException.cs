using Azure;

namespace Rewards.AzureTables;

/// <summary>
/// The service refused a request, or no reply came. <see cref="RequestFailedException.ErrorCode"/> is the service's
/// code, <see cref="RequestFailedException.Status"/> its HTTP status; 0: no reply.
/// </summary>
public sealed class TableRequestException : RequestFailedException
{
    private const int NoReply = 0;

    private TableRequestException(int status, string message, string? code, Exception? inner)
        : base(status, message, code, inner)
    {
    }

    /// <summary>Which operation of a transaction was refused, counted from 0; null for a single request.</summary>
    public int? FailedOperation { get; private init; }

    /// <summary>
    /// Whether a write may have been done (or may still be done) all the same: no reply, or one that speaks of the
    /// service's own trouble. Read back before anything is concluded.
    /// </summary>
    public bool IsUnknownOutcome => Status is NoReply or 408 or >= 500;

    /// <summary>The entity is not what the write expected: another ETag, exists already, or is gone.</summary>
    public bool IsConflict => Status is 412 or 409 or 404;

    public static TableRequestException Refused(int status, string? code, string message, int? failedOperation = null)
    {
        var place = failedOperation is { } index ? $" (operation {index})" : "";
        return new(status, $"{message}{place}", code, null) { FailedOperation = failedOperation };
    }

    public static TableRequestException Unanswered(Exception inner) =>
        new(NoReply, $"The table service did not answer: {inner.Message}", "NoReply", inner);
}
