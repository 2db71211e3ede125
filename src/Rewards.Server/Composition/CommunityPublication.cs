using System.Text;
using Rewards.Domain.Communities;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition;

/// <summary>
/// Publishes community files when the server starts. The journal is the truth: a file's content is published once, and
/// when somebody published over the API since, that stays and the operator is told.
/// </summary>
internal static class CommunityPublication
{
    private const string ByFile = "file:";

    public static async ValueTask PublishAsync(IReadOnlyList<CommunityFile> files, IGrains grains, ILogger log)
    {
        foreach (var file in files)
        {
            await grains.Registry.OpenCommunityAsync(file.Community.Value, ByFile + Path.GetFileName(file.File));
            var community = grains.Community(file.Community);
            var versions = await community.VersionsAsync();
            var tip = versions.Tip();
            var known = versions.Any(version => version.Counts && version.DocumentHash == file.Hash);
            if (tip is not null && tip.DocumentHash != file.Hash
                && (tip.ScheduledFor is not null || !tip.By.StartsWith(ByFile, StringComparison.Ordinal)))
            {
                log.LogWarning(
                    "{File} is not published: version {Version} of '{Community}' was published over the API "
                    + "by {By} and stays. "
                    + "To go back to the file, publish it over the API.",
                    file.File, tip.Version, file.Community, tip.By);
            }
            else if (!known)
            {
                var published = await community.PublishAsync(new PublishRules(
                    Encoding.UTF8.GetString(file.Canonical.Span), tip?.Version ?? 0,
                    ByFile + Path.GetFileName(file.File), ""));
                log.LogInformation("Published version {Version} of '{Community}'", published.Version, file.Community);
            }
            else if (tip!.DocumentHash != file.Hash)
            {
                log.LogWarning(
                    "{File} is not published: its content was version {Earlier} of '{Community}' before, and a file is "
                    + "published once. To go back to it, publish it over the API.",
                    file.File,
                    versions.First(version => version.Counts && version.DocumentHash == file.Hash).Version,
                    file.Community);
            }
        }
    }
}
