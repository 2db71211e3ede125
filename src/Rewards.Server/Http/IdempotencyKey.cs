using Rewards.Domain.Text;

namespace Rewards.Server.Http;

/// <summary>The Idempotency-Key header, scoped to route and principal: two operators may use the same key.</summary>
public static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";

    /// <exception cref="ProblemException"><c>idempotency-key-missing</c>, <c>invalid-id</c>.</exception>
    public static string Required(HttpContext context, string route)
    {
        var values = context.Request.Headers[Header];
        if (values.Count != 1 || string.IsNullOrEmpty(values[0]))
        {
            throw new ProblemException(
                Problems.IdempotencyKeyMissing,
                $"Send one {Header} header with a key of your own making (1 to {IdText.LengthMax} characters); "
                + "the same request again needs the same key.");
        }

        return IdText.Problem(values[0]) is { } problem
            ? throw new ProblemException(Problems.InvalidId, $"The {Header} {problem}.", ("field", Header))
            : $"{route}|{context.Principal().KeyId}|{values[0]}";
    }
}
