using System.Text.Json.Nodes;
using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Communities;
using Rewards.Domain.Members;
using Rewards.Domain.Programmes;
using Rewards.Grains.Communities;
using Rewards.Grains.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Tests.Verification;
using Rewards.Grains.Verification;
using Rewards.Journal;
using Rewards.Journal.Events;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Communities;

public sealed class ContributionModelOnMemoryTests : ContributionModelTests<MemoryBackend>;

public sealed class ContributionModelOnSqliteTests : ContributionModelTests<SqliteBackend>;

public sealed class ContributionModelOnAzuriteTests : ContributionModelTests<AzureTablesBackend>;

/// <summary>The contribution model has versions of its own: rules do not change it, and it does not change rules.
/// </summary>
public abstract class ContributionModelTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    private static readonly CommunityDocument Carrying = Document with { More = $$"""{"contribution":{{Of(2)}}}""" };

    private ICommunityGrain Birds => Grains.Community(new CommunityId(Community));

    [Fact]
    public async Task Model_IsNotChangedByRules_NorRulesByIt()
    {
        await PublishAsync(Carrying, basedOn: 1);
        await PublishAsync(Document with { LatenessMax = "P2D" }, basedOn: 2);
        Assert.Equal((2_000, 3, 1), await ShareAsync("a"));

        await ModelAsync(3, basedOn: 1);
        Assert.Equal((3_000, 3, 2), await ShareAsync("b"));
        Assert.Equal([1, 2, 3], (await Birds.VersionsAsync()).Select(version => version.Version));

        await RestartAsync();
        Assert.Equal((3_000, 3, 2), await ShareAsync("c"));
        Assert.Equal(["op", "op"], (await Birds.ModelsAsync()).Select(version => version.By));
        Assert.Contains("\"points\":2", (await Birds.FetchModelAsync(1))!.Document, StringComparison.Ordinal);
        Assert.Contains("\"points\":3", (await Birds.FetchModelAsync(0))!.Document, StringComparison.Ordinal);
        Assert.Null(await Birds.FetchModelAsync(3));
        Assert.DoesNotContain("contribution", (await Birds.FetchAsync(2))!.Document, StringComparison.Ordinal);
        Assert.Empty((await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation)).Findings);
    }

    [Fact]
    public async Task Model_PublishedTwiceAtOnce_OneGetsAConflict()
    {
        var attempts = Enumerable.Range(1, 2).Select(points => Task.Run(async () =>
        {
            try
            {
                return (await ModelAsync(points, basedOn: 0)).Version;
            }
            catch (DomainException e) when (e.Code == Refusals.PublishConflict)
            {
                return -1;
            }
        }));

        Assert.Equal([-1, 1], (await Task.WhenAll(attempts)).Order());
    }

    [Fact]
    public async Task Rules_WithAnotherModel_OrWithoutWhatItMeasures_AreRefused()
    {
        await PublishAsync(Carrying, basedOn: 1);
        var other = Document with { More = $$"""{"contribution":{{Of(9)}}}""" };
        var changed = await Assert.ThrowsAsync<DocumentException>(() => PublishAsync(other, basedOn: 2).AsTask());
        Assert.Equal("contribution", Assert.Single(changed.Errors).Field);

        var without = JsonNode.Parse(Document.ToJson())!.AsObject();
        without["activities"]!.AsObject().Remove("share");
        without["rules"] = new JsonArray();
        var missing = await Assert.ThrowsAsync<DocumentException>(() => Birds.PublishAsync(
            new PublishRules(without.ToJsonString(), 2, "op", "")).AsTask());
        Assert.Contains(missing.Errors, error => error.Field == "contribution[0].when"
            && error.Message.Contains("contribution model 1 asks for it", StringComparison.Ordinal));

        var unknown = await Assert.ThrowsAsync<DocumentException>(() => Birds.PublishModelAsync(
            new PublishContributionModel(
                """{"community":"birds","contribution":[{"id":"s","when":"sing","points":1}]}""", 1, "op", ""))
            .AsTask());
        Assert.Contains("in version 2 of the rules", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await PublishAsync(Carrying, basedOn: 2)).Version);
    }

    [Fact]
    public async Task Model_ForLater_MeasuresFromThenOn_AndACancelledOneNever()
    {
        await ModelAsync(1, basedOn: 0);
        await ModelAsync(5, basedOn: 1, Now + Duration.FromHours(1));
        Assert.Equal((1_000, 1, 1), await ShareAsync("a"));
        await RefusedAsync(Refusals.VersionScheduled, () => ModelAsync(7, basedOn: 2).AsTask());
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((5_000, 1, 2), await ShareAsync("b"));

        await ModelAsync(9, basedOn: 2, Now + Duration.FromHours(1));
        var cancelled = await Birds.CancelModelAsync(new CancelSchedule(3, "ann"));
        Assert.Equal(cancelled, await Birds.CancelModelAsync(new CancelSchedule(3, "bo")));
        await RefusedAsync(
            Refusals.VersionInForce, () => Birds.CancelModelAsync(new CancelSchedule(2, "bo")).AsTask());
        await RefusedAsync(
            Refusals.UnknownContributionModel, () => Birds.CancelModelAsync(new CancelSchedule(4, "bo")).AsTask());
        await RestartAsync();
        Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal((5_000, 1, 2), await ShareAsync("c"));
    }

    [Fact]
    public async Task Cancelling_WhatAModelWasPublishedFor_IsRefused()
    {
        var singing = JsonNode.Parse(Document.ToJson())!.AsObject();
        singing["activities"]!.AsObject()["sing"] = new JsonObject();
        var tomorrow = Now + Duration.FromDays(1);
        await Birds.PublishAsync(
            new PublishRules(singing.ToJsonString(), 1, "op", "") { EffectiveAt = tomorrow });
        await Birds.PublishModelAsync(new PublishContributionModel(
            """{"community":"birds","contribution":[{"id":"s","when":"sing","points":1}]}""", 0, "op", "")
        {
            EffectiveAt = tomorrow,
        });

        await Assert.ThrowsAsync<DocumentException>(() => Birds.CancelAsync(new CancelSchedule(2, "op")).AsTask());

        await Birds.CancelModelAsync(new CancelSchedule(1, "op"));
        Assert.NotNull((await Birds.CancelAsync(new CancelSchedule(2, "op"))).CancelledAt);
    }

    [Fact]
    public async Task Rules_OfOldJournalsThatCarriedTheModel_AreReadForEver()
    {
        await PublishLikeBeforeAsync((1, Of(2)), (2, Of(2)), (3, Of(3)), (4, null), (5, Of(4)));

        var models = await Grains.Community(new CommunityId("old")).ModelsAsync();

        Assert.Equal([1, 3, 4, 5], models.Select(model => model.RulesVersion!.Value));
        Assert.Equal(4, models.InForceAt(Now)!.Version);
        Assert.Equal([0, 1, 1, 2, 3, 4, 4], Enumerable.Range(0, 7).Select(models.OfRules));
        Assert.Equal(
            """{"community":"old","contribution":[]}""",
            (await Grains.Community(new CommunityId("old")).FetchModelAsync(3))!.Document);
        Assert.Contains(
            "\"points\":3", (await Grains.Community(new CommunityId("old")).FetchModelAsync(2))!.Document,
            StringComparison.Ordinal);
        Assert.Equal((4_000, 5, 4), await ShareAsync("a", "old"));

        var old = Grains.Community(new CommunityId("old"));
        var rules = Document with { Community = "old" };
        await old.PublishAsync(new PublishRules(rules.ToJson(), 5, "op", ""));
        Assert.Equal((4_000, 6, 4), await ShareAsync("b", "old"));
        await RestartAsync();
        Assert.Equal((4_000, 6, 4), await ShareAsync("c", "old"));
        Assert.Equal(4, (await Grains.Community(new CommunityId("old")).ModelsAsync()).Count);
    }

    [Fact]
    public async Task Measured_ByAModelThatRulesCarried_CountsAsItDid()
    {
        await PublishLikeBeforeAsync((1, Of(2)));
        var forger = new Forger(Journal, StreamId.OfMember("old", "m1"), Now);
        var told = new ActivityRecorded(
            Tell("a", "share").Activity, new Domain.Rules.Receipt(1, Domain.Rules.ReceiptReason.RulesConsidered, []));
        await forger.AppendAsync(
            [told, new ContributionMeasured([new(0, "", 2_000, false)], [])],
            [new Row(new RowKey(RowKind.Activity, "a"), default)]);
        var member = Grains.Member(new CommunityId("old"), new MemberId("m1"));
        Assert.Equal(2_000, (await member.GetAsync())!.ContributionMillis);

        await member.ReverseAsync(new ReverseAwards("a", "gone", "op"));

        Assert.Equal(0, (await member.GetAsync())!.ContributionMillis);
    }

    /// <summary>Publishes as it was done when rules carried the model.</summary>
    private async Task PublishLikeBeforeAsync(params (int Version, string? Model)[] versions)
    {
        var forger = new Forger(Journal, StreamId.OfCommunity("old"), Now);
        foreach (var (version, model) in versions)
        {
            var carrying = Document with
            {
                Community = "old",
                LatenessMax = $"P{version}D",
                More = model is null ? "{}" : $$"""{"contribution":{{model}}}""",
            };
            var text = carrying.ToJson();
            await forger.AppendAsync(
                new RulesPublished(version, ContributionDocuments.HashOf(text), "op", "", text),
                new Row(new RowKey(RowKind.RulesVersion, $"{version}"), default));
        }
    }

    private static string Of(int points) => $$"""[{"id":"share","when":"share","points":{{points}}}]""";

    private ValueTask<PublishedVersion> ModelAsync(int points, int basedOn, Instant? from = null) =>
        Birds.PublishModelAsync(new PublishContributionModel(
            $$"""{"community":"birds","contribution":{{Of(points)}}}""", basedOn, "op", "why")
        {
            EffectiveAt = from,
        });

    /// <summary>What a share counts, and by which versions of rules and model.</summary>
    private async Task<(long Millis, int Rules, int Model)> ShareAsync(string id, string community = Community)
    {
        var answer = await Grains.Member(new CommunityId(community), new MemberId("m1")).RecordAsync(Tell(id, "share"));
        var found = await Journal.FindRowAsync(
            StreamId.OfMember(community, "m1"), new RowKey(RowKind.Activity, id), Cancellation);
        var measured = found!.Content.Events.Select(made => EventCatalogue.Read(made))
            .OfType<ContributionMeasuredBy>().Single();
        return (measured.Lines.Single().Millis, answer.Receipt.RulesVersion, measured.ModelVersion);
    }
}
