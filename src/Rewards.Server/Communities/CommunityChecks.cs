using Rewards.Domain;
using Rewards.Grains;

namespace Rewards.Server.Communities;

internal static class CommunityChecks
{
    /// <exception cref="DomainException"><c>unknown-community</c>.</exception>
    public static async ValueTask RequireAsync(IGrains grains, CommunityId community)
    {
        if (await grains.Community(community).FetchAsync(0) is null)
        {
            throw new DomainException(
                Refusals.UnknownCommunity, $"There is no community '{community}'.", ("community", community.Value));
        }
    }
}
