using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Access;

/// <summary>Keys live in the journal, development's keys nowhere.</summary>
public sealed class KeysAcrossStartsTests
{
    private const string Address = "/v1/communities/ops-articles";

    [Fact]
    public async Task Keys_AfterARestart_AreInForceOrRevokedAsBefore()
    {
        using var setup = new ServerSetup().WithExamples();
        string good, revoked;
        await using (var before = await RewardsServer.StartAsync(setup))
        {
            good = await KeyRing.CreateAsync(before.Api, """["app"]""");
            revoked = await KeyRing.CreateAsync(before.Api, """["app"]""");
            (await before.Api.DeleteAsync($"/v1/api-keys/{KeyRing.IdOf(revoked)}")).Expect(200);
            await before.KillAsync();
        }

        setup.Environment["REWARDS_ADMIN_KEY"] = null;
        await using var after = await RewardsServer.StartAsync(setup);
        (await after.Api.With(good).GetAsync(Address)).Expect(200);
        (await after.Api.With(revoked).GetAsync(Address)).ExpectProblem("unauthenticated", 401);
        (await after.Api.GetAsync("/v1/api-keys")).Expect(200);
        var files = (Directory.Exists(setup.Data) ? Directory.EnumerateFiles(setup.Data) : [])
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(File.ReadAllBytes).ToArray();
        Assert.All([good, revoked, Keys.Admin], key => Assert.All(
            files, file =>
                Assert.Equal(-1, file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(key.Split('_')[2])))));
    }

    [Fact]
    public async Task DevelopmentKeys_InDevelopmentOnly_Work()
    {
        using var setup = new ServerSetup().WithExamples();
        setup.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        await using (var development = await RewardsServer.StartAsync(setup))
        {
            using var app = development.Api.With(Keys.DevelopmentApp);
            (await app.GetAsync(Address)).Expect(200);
            (await app.GetAsync(Address + "/totals")).ExpectProblem("forbidden", 403);
            await development.WaitForLogAsync(Keys.DevelopmentApp);
            Assert.Equal(0, await development.StopAsync());
        }

        setup.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        await using var production = await RewardsServer.StartAsync(setup);
        (await production.Api.With(Keys.DevelopmentApp).GetAsync(Address)).ExpectProblem("unauthenticated", 401);
        Assert.DoesNotContain("rk_", production.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rk_testadmin_another-secret-0123456789abcdefghijk", "testadmin")]
    [InlineData("rk_short_0123456789abcdef", "32")]
    [InlineData("no-key", "rk_NAME_SECRET")]
    public async Task AdminKey_ThatCannotBe_StopsTheStartAndSaysWhy(string key, string told)
    {
        using var setup = new ServerSetup().WithExamples();
        await using (var first = await RewardsServer.StartAsync(setup))
        {
            Assert.Equal(0, await first.StopAsync());
        }

        setup.Environment["REWARDS_ADMIN_KEY"] = key;
        var (exitCode, log) = await RewardsServer.StartAndEndAsync(setup);

        Assert.Equal(64, exitCode);
        Assert.Contains("REWARDS_ADMIN_KEY", log, StringComparison.Ordinal);
        Assert.Contains(told, log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }
}
