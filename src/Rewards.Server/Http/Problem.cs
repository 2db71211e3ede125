using Rewards.Domain;
using Rewards.Domain.Programmes;
using Rewards.Grains;

namespace Rewards.Server.Http;

/// <summary>An occurrence of a problem, on its way to the caller.</summary>
public sealed record Problem(ProblemType Type, string Detail, IReadOnlyList<(string Name, object? Value)> Fields)
{
    /// <summary>How long a caller should wait when too much is waiting: by then most of it is done.</summary>
    private const int BusyRetryAfterSeconds = 1;

    /// <summary>How long a caller should wait when nothing can be written: an operator has to act.</summary>
    private const int UnavailableRetryAfterSeconds = 10;

    public static Problem Of(string code, string detail, params (string Name, object? Value)[] fields) =>
        new(ProblemCatalogue.ByCode[code], detail, fields);

    /// <summary>Too much is waiting.</summary>
    public static Problem Busy(string detail) =>
        Of(Problems.Busy, detail, ("retryAfterSeconds", BusyRetryAfterSeconds));

    /// <summary>
    /// The problem that an exception means; null when it is none that a caller could have caused or waited out.
    /// </summary>
    public static Problem? From(Exception exception) => exception switch
    {
        ProblemException e => new(ProblemCatalogue.ByCode[e.Code], e.Message, e.Fields),
        DomainException e when ProblemCatalogue.ByCode.TryGetValue(e.Code, out var type) =>
            new(type, e.Message, e.Fields),
        DocumentException e =>
            Of(Problems.InvalidProgramme, "The programme is not valid; nothing was published.", ("errors", e.Errors)),
        CommandTooLargeException e => Of(Problems.CommandTooLarge, e.Message),
        GrainBusyException e => Busy(e.Message),
        GrainStoppingException e => Of(Problems.Unavailable, e.Message, ("retryAfterSeconds", BusyRetryAfterSeconds)),
        GrainUnavailableException e => Of(
            Problems.Unavailable, e.Message, ("retryAfterSeconds", UnavailableRetryAfterSeconds)),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Of(
            Problems.BodyTooLarge, "The body is larger than this address takes.", ("limitBytes",
                BodyLimits.BatchBytesMax)),
        BadHttpRequestException e => Of(Problems.InvalidJson, e.Message),
        _ => null,
    };
}
