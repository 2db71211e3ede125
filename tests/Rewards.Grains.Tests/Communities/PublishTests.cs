using Rewards.Domain;
using Rewards.Domain.Programmes;
using Rewards.Grains.Communities;
using Rewards.Grains.Tests.Hosting;

namespace Rewards.Grains.Tests.Communities;

public abstract class PublishTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    [Fact]
    public async Task Publish_TwiceAtOnce_OneGetsAConflict()
    {
        var attempts = Enumerable.Range(0, 2).Select(i => Task.Run(async () =>
        {
            try
            {
                return (await PublishAsync(Document with { LatenessMax = $"P{i + 1}D" }, basedOn: 1)).Version;
            }
            catch (DomainException e) when (e.Code == Refusals.PublishConflict)
            {
                Assert.Contains(("currentVersion", (object)2), e.Fields!);
                return -1;
            }
        }));

        Assert.Equal([-1, 2], (await Task.WhenAll(attempts)).Order());
    }

    [Fact]
    public async Task Versions_AfterARestart_AreAllThereWithTheirDocuments()
    {
        for (var version = 1; version < 20; version++)
        {
            await PublishAsync(Document with { LatenessMax = $"P{version}D" }, basedOn: version);
        }

        await RestartAsync();

        var grain = Grains.Community(new CommunityId(Community));
        Assert.Equal(Enumerable.Range(1, 20), (await grain.VersionsAsync()).Select(version => version.Version));
        Assert.Contains("\"P4D\"", (await grain.FetchAsync(5))!.Document, StringComparison.Ordinal);
        Assert.Equal(20, (await grain.FetchAsync(0))!.Version.Version);
        Assert.Null(await grain.FetchAsync(21));
        Assert.Null(await grain.FetchAsync(-1));
        Assert.Equal(5, (await Grains.Programmes.VersionAsync(Community, 5)).Version);
        await RefusedAsync(
            Refusals.UnknownRulesVersion, () => Grains.Programmes.VersionAsync(Community, 21).AsTask());
    }

    [Fact]
    public async Task Publish_OfAnInvalidDocument_TellsWhatIsWrongAndPublishesNothing()
    {
        var broken = Document with { NegativeBalance = "sometimes" };
        await Assert.ThrowsAsync<DocumentException>(() => PublishAsync(broken, basedOn: 1).AsTask());
        await Assert.ThrowsAsync<DocumentException>(
            () => PublishAsync(Document with { Community = "fish" }, basedOn: 1).AsTask());

        Assert.Equal(2, (await PublishAsync(Document, basedOn: 1)).Version);
    }

    [Fact]
    public async Task Publish_WithoutACurrencyOfBefore_IsRefusedByName()
    {
        var without = Document with { Rules = "[]", More = """{ "currencies": { "stars": {} } }""" };

        var refused = await Assert.ThrowsAsync<DocumentException>(() => PublishAsync(without, basedOn: 1).AsTask());

        Assert.Equal("currencies.feathers", Assert.Single(refused.Errors).Field);
        var more = Document with
        {
            More = """
                { "currencies": { "stars": { "expires": "never" }, "feathers": { "expires": "never" }, "acorns": {} } }
                """,
        };
        Assert.Equal(2, (await PublishAsync(more, basedOn: 1)).Version);
    }

    [Fact]
    public async Task Fetch_OfACommunityWithoutPublication_IsNull()
    {
        var nobody = Grains.Community(new CommunityId("nobody"));

        Assert.Null(await nobody.FetchAsync(0));
        Assert.Empty(await nobody.VersionsAsync());
    }
}

public sealed class PublishOnMemoryTests : PublishTests<MemoryBackend>;

public sealed class PublishOnSqliteTests : PublishTests<SqliteBackend>;

public sealed class PublishOnAzuriteTests : PublishTests<AzureTablesBackend>;
