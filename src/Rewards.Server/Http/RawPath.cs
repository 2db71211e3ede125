using Microsoft.AspNetCore.Http.Features;
using Rewards.Domain;
using Rewards.Domain.Text;

namespace Rewards.Server.Http;

/// <summary>
/// Ids in addresses. They may hold '/' and '%', which routing leaves half decoded, so they are taken from the request
/// line
/// itself and decoded once.
/// </summary>
public static class RawPath
{
    private const int CommunitySegment = 2;
    private const int MemberSegment = 4;
    private const int ActivitySegment = 6;

    public static CommunityId Community(HttpContext context) => new(Segment(context, CommunitySegment, "community"));

    public static MemberId Member(HttpContext context) => new(Segment(context, MemberSegment, "member"));

    public static string Activity(HttpContext context) => Segment(context, ActivitySegment, "activity");

    /// <exception cref="ProblemException"><c>invalid-id</c>.</exception>
    private static string Segment(HttpContext context, int index, string name)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = end < 0 ? target : target[..end];
        if (!path.StartsWith('/'))
        {
            // The absolute form, as proxies send it: http://host/v1/…
            var authority = path.IndexOf("://", StringComparison.Ordinal) + "://".Length;
            path = path[Math.Max(authority, path.IndexOf('/', authority))..];
        }

        var segments = path.Split('/');
        var id = index + 1 < segments.Length ? Uri.UnescapeDataString(segments[index + 1]) : "";
        return IdText.Problem(id) is { } problem
            ? throw new ProblemException(Problems.InvalidId, $"The {name} in the address {problem}.", ("field", name))
            : id;
    }
}
