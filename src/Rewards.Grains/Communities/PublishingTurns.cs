using System.Globalization;
using System.Text;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Domain.Programmes;
using Rewards.Domain.Retroactivity;
using Rewards.Grains.InProcess;
using Rewards.Grains.Retroactivity;
using Rewards.Journal;
using Rewards.Journal.Records;

namespace Rewards.Grains.Communities;

/// <summary>
/// Publishes rules and contribution models. A document that tells both, as a community file does, is published as both
/// in one append.
/// </summary>
internal sealed class PublishingTurns(TimeProvider time, GrainOptions options, CommunityId community)
{
    /// <summary>Prefix of the key of the due work that makes grants; the version follows.</summary>
    private const string GrantsWork = "grants:";

    public async ValueTask<PublishedVersion> RulesAsync(
        CommunityActivation grain, Publication<PublishRules> publication)
    {
        if (publication.Sent is { } sent && Holds(grain.State.Versions, sent))
        {
            // The outcome of the append was unknown, and it was written.
            return sent;
        }

        var command = publication.Command;
        var now = Now();
        Instant? from = command.EffectiveAt is { } told ? Microseconds.Floor(told) : null;
        var (rules, model) = ContributionDocuments.Split(JointDocuments.Parse(command.Document));
        var document = model is null ? command.Document : ContributionDocuments.Write(rules);
        var change = CommunityDecider.Publish(
            grain.State, document, ContributionDocuments.HashOf(document), command.BasedOn, command.By, command.Note,
            from, now);
        var version = grain.State.Version + 1;
        var programme = ProgrammeReader.ReadRules(JointDocuments.Parse(command.Document), version);
        RequireOwn(programme);
        await RequireCurrenciesOfBeforeAsync(grain, programme);
        var along = PublishedAlong(grain.State, command, model, from, now);
        if (programme.Levels is not null && along is null && grain.State.Models.All.Tip() is null)
        {
            throw new DocumentException([new DocumentError(0, "levels", LevelReader.NeedsModel)]);
        }

        if (along is null)
        {
            await JointDocuments.RequireModelsFitAsync(grain, rules, from > now ? from.Value : now);
        }
        else
        {
            await JointDocuments.RequireFitsRulesAsync(
                grain, model!, along.EffectiveAt ?? now, now, alongRules: true);
        }

        var rows = new List<Row> { new(CommunityReading.RulesRow(version), default) };
        List<CommunityEvent> changes = along is null ? [change] : [along, change];
        if (command.GrantsSince is { } since)
        {
            changes.Add(RetroactivityDecider.Declare(
                version, Microseconds.Floor(since), from is { } later && later > now ? later : now));
        }

        Commit(grain, command.By, changes, rows, now);
        publication.Sent = grain.State.Versions[^1];
        return publication.Sent;
    }

    public async ValueTask<PublishedVersion> ModelAsync(
        CommunityActivation grain, Publication<PublishContributionModel> publication)
    {
        if (publication.Sent is { } sent && Holds(grain.State.Models.All, sent))
        {
            return sent;
        }

        var command = publication.Command;
        var now = Now();
        if (grain.State.Versions.InForceAt(now) is null)
        {
            throw new DomainException(Refusals.UnknownCommunity, "No rules were published yet.");
        }

        Instant? from = command.EffectiveAt is { } told ? Microseconds.Floor(told) : null;
        var model = ContributionDocuments.Read(Encoding.UTF8.GetBytes(command.Document), community);
        var change = CommunityDecider.PublishModel(
            grain.State, ContributionDocuments.Write(model), command.BasedOn, command.By, command.Note, from, now);
        await JointDocuments.RequireFitsRulesAsync(grain, model, change.EffectiveAt ?? now, now);
        Commit(grain, command.By, [change], [], now);
        publication.Sent = grain.State.Models.All[^1];
        return publication.Sent;
    }

    public async ValueTask<PublishedVersion> CancelAsync(CommunityActivation grain, CancelSchedule command)
    {
        var (versions, now) = (grain.State.Versions, Now());
        if (CommunityDecider.Cancel(grain.State, command.Version, command.By, now) is { } change)
        {
            if (grain.State.Models.Apart)
            {
                // What comes instead is with the models that were published for what is cancelled.
                var left = versions.Where(version => version.Version != command.Version).ToArray().Tip()!;
                var rules = (await CommunityReading.FetchRulesAsync(grain, left.Version))!.Document;
                await JointDocuments.RequireModelsFitAsync(
                    grain, JointDocuments.Parse(rules), versions[command.Version - 1].ScheduledFor!.Value);
            }

            grain.Commit(new Change<CommunityEvent>([change], [], default, []), now, options);
        }

        return grain.State.Versions[command.Version - 1];
    }

    public async ValueTask<PublishedVersion> CancelModelAsync(CommunityActivation grain, CancelSchedule command)
    {
        var (models, now) = (grain.State.Models.All, Now());
        if (CommunityDecider.CancelModel(grain.State, command.Version, command.By, now) is { } change)
        {
            if (models.Where(model => model.Version != command.Version).ToArray().Tip() is { } left)
            {
                var model = (await CommunityReading.FetchModelAsync(grain, left.Version))!.Document;
                await JointDocuments.RequireFitsRulesAsync(
                    grain, JointDocuments.Parse(model), models[command.Version - 1].ScheduledFor!.Value, now);
            }

            Commit(grain, command.By, [change], [], now);
        }

        return grain.State.Models.All[command.Version - 1];
    }

    public ValueTask<RetroactiveGrants> ConfirmGrantsAsync(CommunityActivation grain, ConfirmGrants command)
    {
        var now = Now();
        if (RetroactivityDecider.Confirm(
            grain.State, command.Version, command.Preview, command.Postings, command.Sums, command.By, now)
            is { } change)
        {
            grain.Wake(now, WorkOf(command.Version));
            grain.Commit(Change<CommunityEvent>.Of(change), now, options);
        }

        return ValueTask.FromResult(grain.State.Retroactivity.Find(command.Version)!);
    }

    public ValueTask<RetroactiveGrants> AdvanceGrantsAsync(CommunityActivation grain, AdvanceGrants command)
    {
        CommunityEvent? change = command.After is { } after
            ? RetroactivityDecider.Advance(grain.State, command.Version, after, command.Postings, command.Sums)
            : RetroactivityDecider.Finish(grain.State, command.Version, command.Postings, command.Sums);
        if (change is not null)
        {
            grain.Commit(Change<CommunityEvent>.Of(change), Now(), options);
        }

        return ValueTask.FromResult(grain.State.Retroactivity.Find(command.Version)!);
    }

    /// <summary>The key of the due work that makes the grants of a version.</summary>
    public static string WorkOf(int version) => GrantsWork + version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The version whose grants due work of that key makes; null: it is about something else.</summary>
    public static int? GrantsOf(string key) =>
        key.StartsWith(GrantsWork, StringComparison.Ordinal)
        && int.TryParse(key.AsSpan(GrantsWork.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version : null;

    /// <summary>The model that a document tells beside its rules, where it is to be published; null: it is not.
    /// </summary>
    /// <exception cref="DocumentException">It is another one than there is: rules do not change it.</exception>
    public static ContributionModelPublished? PublishedAlong(
        CommunityState state, PublishRules command, DocumentNode? model, Instant? from, Instant now)
    {
        var tip = state.Models.All.Tip();
        var document = model is null ? null : ContributionDocuments.Write(model);
        if (document is null || ContributionDocuments.HashOf(document) == tip?.DocumentHash)
        {
            return null;
        }

        return tip is null || command.ModelBasedOn is not null
            ? CommunityDecider.PublishModel(
                state, document, command.ModelBasedOn ?? 0, command.By, command.Note, from, now)
            : throw new DocumentException(
                [new DocumentError(0, "contribution",
                    $"differs from contribution model {tip.Version}, which has versions of its own; leave it out, or "
                    + "publish it at …/contribution-models")]);
    }

    private void Commit(
        CommunityActivation grain, string by, IReadOnlyList<CommunityEvent> changes, List<Row> rows, Instant now)
    {
        foreach (var model in changes.OfType<ContributionModelPublished>())
        {
            rows.Add(new Row(CommunityReading.ModelRow(model.Version), default));
        }

        CommunityEvent[] events = grain.State.Models.Apart ? [.. changes] : [new ContributionSetApart(by), .. changes];
        grain.Commit(new Change<CommunityEvent>(events, rows, default, []), now, options);
    }

    private void RequireOwn(Programme programme)
    {
        if (programme.Community != community)
        {
            throw new DocumentException(
                [new DocumentError(0, "community",
                    $"is '{programme.Community}', but it is published to '{community}'")]);
        }
    }

    /// <summary>
    /// Wallets hold what was once given, and pending awards name it: how it expires and what it is called is told by
    /// the rules that came last, so that no version leaves a currency out that the one before had.
    /// </summary>
    /// <exception cref="DocumentException">It leaves some out.</exception>
    private static async ValueTask RequireCurrenciesOfBeforeAsync(CommunityActivation grain, Programme programme)
    {
        if (grain.State.Versions.Tip() is not { } tip)
        {
            return;
        }

        var document = (await CommunityReading.FetchRulesAsync(grain, tip.Version))!.Document;
        var currencies = ((MapNode)JointDocuments.Parse(document)).Entries.Single(entry => entry.Key == "currencies");
        DocumentError[] missing =
        [
            .. ((MapNode)currencies.Value).Entries
                .Where(entry => !programme.Currencies.ContainsKey(entry.Key))
                .Select(entry => new DocumentError(
                    0,
                    $"currencies.{entry.Key}",
                    $"is missing; version {tip.Version} has it, and members may hold it for as long as they like: "
                    + "keep it declared, without a rule that gives it")),
        ];
        if (missing.Length > 0)
        {
            throw new DocumentException(missing);
        }
    }

    private static bool Holds(IReadOnlyList<PublishedVersion> versions, PublishedVersion sent) =>
        versions.Count >= sent.Version && versions[sent.Version - 1] is { CancelledAt: null } written
        && written == sent;

    private Instant Now() => Microseconds.Floor(Instant.FromDateTimeOffset(time.GetUtcNow()));
}
