using Microsoft.AspNetCore.Http.Features;
using Rewards.Domain;
using Rewards.Domain.Text;

namespace Rewards.Server.Http;

/// <summary>
/// Ids in addresses. They may hold '/' and '%', which routing leaves half decoded, so they are taken from the request
/// line itself and decoded once.
/// </summary>
public static class RawPath
{
    private const int CommunitySegment = 2;
    private const int MemberSegment = 4;
    private const int ActivitySegment = 6;

    public static CommunityId Community(HttpContext context) => new(Segment(context, CommunitySegment, "community"));

    public static MemberId Member(HttpContext context) => new(Segment(context, MemberSegment, "member"));

    public static string Activity(HttpContext context) => Segment(context, ActivitySegment, "activity");

    /// <summary>
    /// Whether routing saw the address as it was sent. Dot segments and a whole URL in the request line are resolved
    /// before routing: what was matched, and allowed, would not be what is read here.
    /// </summary>
    public static bool IsAsRouted(HttpContext context)
    {
        var path = PathOf(context);
        return path.StartsWith('/') && (path.IndexOfAny('.', '%') < 0 || !HasDotSegment(path.ToString()));
    }

    private static bool HasDotSegment(string path) =>
        path.Split('/').Any(segment => Uri.UnescapeDataString(segment) is "." or "..");

    /// <exception cref="ProblemException"><c>invalid-id</c>.</exception>
    private static string Segment(HttpContext context, int index, string name)
    {
        var rest = PathOf(context);
        for (var i = 0; i <= index && !rest.IsEmpty; i++)
        {
            var begin = rest.IndexOf('/');
            rest = begin < 0 ? [] : rest[(begin + 1)..];
        }

        var end = rest.IndexOf('/');
        var id = Uri.UnescapeDataString(end < 0 ? rest : rest[..end]);
        return IdText.Problem(id) is { } problem
            ? throw new ProblemException(Problems.InvalidId, $"The {name} in the address {problem}.", ("field", name))
            : id;
    }

    private static ReadOnlySpan<char> PathOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var end = target.IndexOf('?');
        return end < 0 ? target : target[..end];
    }
}
