using Rewards.Domain;
using Rewards.Domain.Registry;
using Rewards.Grains.Registry;
using Rewards.Grains.Tests.Hosting;

namespace Rewards.Grains.Tests.Registry;

public abstract class RegistryTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    [Fact]
    public async Task OpenCommunity_Again_ChangesNothing()
    {
        Assert.True(await Grains.Registry.OpenCommunityAsync("fish", "admin"));
        Assert.False(await Grains.Registry.OpenCommunityAsync("fish", "admin"));
        await Grains.Registry.OpenCommunityAsync("ants", "admin");
        await RestartAsync();

        Assert.Equal(["ants", "fish"], await Grains.Registry.CommunitiesAsync());
    }

    [Fact]
    public async Task Key_CreatedAndRevoked_IsKnownToTheDirectoryAlsoAfterARestart()
    {
        await Grains.Registry.CreateKeyAsync(Create("k1"));
        await Grains.Registry.CreateKeyAsync(Create("k2"));
        Time.Advance(TimeSpan.FromMinutes(1));
        await Grains.Registry.RevokeKeyAsync("k2", "admin");
        foreach (var restart in new[] { false, true })
        {
            if (restart)
            {
                await RestartAsync();
            }

            Assert.True(Grains.ApiKeys.Find("k1")!.IsGood(Now));
            Assert.False(Grains.ApiKeys.Find("k2")!.IsGood(Now));
            Assert.Null(Grains.ApiKeys.Find("k3"));
            Assert.Equal(2, (await Grains.Registry.KeysAsync()).Count);
        }

        await RefusedAsync(Refusals.UnknownApiKey, () => Grains.Registry.RevokeKeyAsync("k3", "admin").AsTask());
    }

    [Fact]
    public async Task Directory_ToldLateOfAKeyAsItWasBeforeItsRevocation_KeepsTheRevocation()
    {
        await Grains.Registry.CreateKeyAsync(Create("k1"));
        var before = Grains.ApiKeys.Find("k1")!;
        await Grains.Registry.RevokeKeyAsync("k1", "admin");

        // What another host's renewal read before, and tells after.
        Grains.ApiKeys.PutTransient(before.Created, before.CreatedAt);

        Assert.False(Grains.ApiKeys.Find("k1")!.IsGood(Now));
    }

    [Fact]
    public async Task CreateKey_SameIdWithAnotherSecret_IsAConflict()
    {
        await Grains.Registry.CreateKeyAsync(Create("k1"));
        await Grains.Registry.CreateKeyAsync(Create("k1"));

        await RefusedAsync(
            Refusals.IdConflict,
            () => Grains.Registry.CreateKeyAsync(Create("k1") with { SecretHash = new byte[32] }).AsTask());
    }

    [Fact]
    public async Task CreateKey_CallerChangesTheCommandAfterwards_TheKeyStaysAsItWas()
    {
        var command = Create("k1");
        var communities = (string[])command.Communities;
        var view = await Grains.Registry.CreateKeyAsync(command);

        command.SecretHash[0]++;
        communities[0] = "elsewhere";

        var key = Grains.ApiKeys.Find("k1")!;
        Assert.Equal(7, key.Created.SecretHash.Span[0]);
        Assert.True(key.Reaches("birds"));
        Assert.Equal(["birds"], view.Communities);
        Assert.Equal(["birds"], (await Grains.Registry.KeysAsync()).Single().Communities);
    }

    private static CreateApiKey Create(string id) => new(
        id, [.. Enumerable.Repeat((byte)7, 32)], ApiScope.App, (string[])["birds"], "ann", null, "admin");
}

public sealed class RegistryOnMemoryTests : RegistryTests<MemoryBackend>;

public sealed class RegistryOnSqliteTests : RegistryTests<SqliteBackend>;

public sealed class RegistryOnAzuriteTests : RegistryTests<AzureTablesBackend>;
