using System.Text;
using Rewards.Domain.Communities;
using Rewards.Domain.Programmes;
using Rewards.Grains;
using Rewards.Grains.Communities;
using Rewards.Server.Configuration;

namespace Rewards.Server.Composition;

/// <summary>
/// Publishes community files when the server starts: rules and contribution model apart, both in one go where both are
/// new. The journal is the truth: what a file holds is published once, and when somebody published over the API since,
/// that stays and the operator is told.
/// </summary>
internal static class CommunityPublication
{
    private const string ByFile = "file:";

    /// <summary>All files at once: on a shared store each waits for several replies.</summary>
    public static async ValueTask PublishAsync(IReadOnlyList<CommunityFile> files, IGrains grains, ILogger log)
    {
        var open = await grains.Registry.CommunitiesAsync();
        await Task.WhenAll(files.Select(file => PublishAsync(file, open.Contains(file.Community.Value), grains, log)));
    }

    private static async Task PublishAsync(CommunityFile file, bool isOpen, IGrains grains, ILogger log)
    {
        if (!isOpen)
        {
            await grains.Registry.OpenCommunityAsync(file.Community.Value, ByFile + Path.GetFileName(file.File));
        }

        var community = grains.Community(file.Community);
        var (versions, models) = (await community.VersionsAsync(), await community.ModelsAsync());

        // Rules of before were published with the model in them.
        var rules = IsNew(file, "version", versions, [file.RulesHash, file.Hash], log);
        var model = file.ModelHash is { } hash && IsNew(file, "contribution model", models, [hash], log);
        try
        {
            await PublishAsync(community, file, rules ? versions : null, model ? models : null, log);
        }
        catch (DocumentException e)
        {
            // Valid by itself, or the start had failed: it does not fit what was published over the API.
            log.LogWarning("{File} is not published: {Errors}", file.File, e.Message);
        }
    }

    /// <summary>Publishes what is new of a file: its versions so far are told, and null for the rest.</summary>
    private static async ValueTask PublishAsync(
        ICommunityGrain community, CommunityFile file, IReadOnlyList<PublishedVersion>? versions,
        IReadOnlyList<PublishedVersion>? models, ILogger log)
    {
        var by = ByFile + Path.GetFileName(file.File);
        if (versions is not null)
        {
            var document = models is null ? file.Rules : Encoding.UTF8.GetString(file.Canonical.Span);
            var published = await community.PublishAsync(
                new PublishRules(document, versions.Tip()?.Version ?? 0, by, "")
                {
                    ModelBasedOn = models is null ? null : models.Tip()?.Version ?? 0,
                });
            log.LogInformation("Published version {Version} of '{Community}'", published.Version, file.Community);
        }
        else if (models is not null)
        {
            var published = await community.PublishModelAsync(
                new PublishContributionModel(file.Model!, models.Tip()?.Version ?? 0, by, ""));
            log.LogInformation(
                "Published contribution model {Version} of '{Community}'", published.Version, file.Community);
        }
    }

    private static bool IsNew(
        CommunityFile file, string what, IReadOnlyList<PublishedVersion> versions, string[] hashes, ILogger log)
    {
        var tip = versions.Tip();
        if (tip is not null && hashes.Contains(tip.DocumentHash))
        {
            return false;
        }

        if (tip is not null
            && (tip.ScheduledFor is not null || !tip.By.StartsWith(ByFile, StringComparison.Ordinal)))
        {
            log.LogWarning(
                "{File} is not published: {What} {Version} of '{Community}' was published over the API by {By} and "
                + "stays. To go back to the file, publish it over the API.",
                file.File, what, tip.Version, file.Community, tip.By);
            return false;
        }

        if (versions.FirstOrDefault(version => version.Counts && hashes.Contains(version.DocumentHash)) is { } earlier)
        {
            log.LogWarning(
                "{File} is not published: its content was {What} {Earlier} of '{Community}' before, and a file is "
                + "published once. To go back to it, publish it over the API.",
                file.File, what, earlier.Version, file.Community);
            return false;
        }

        return true;
    }
}
