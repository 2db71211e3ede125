using System.Globalization;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Access;

/// <summary>Who may do what.</summary>
public sealed class AccessTests(SharedServer server)
{
    private const string Site = "ops-articles";
    private readonly Api admin = server.Api;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("rk_testadmin_")]
    [InlineData("rk_testadmin_0123456789abcdefghijklmnopqrstuvwxyZ")]
    [InlineData("rk_nobody_0123456789abcdefghijklmnopqrstuvwxyz")]
    [InlineData("rk_TESTADMIN_0123456789abcdefghijklmnopqrstuvwxyz")]
    [InlineData(Keys.DevelopmentApp)]
    [InlineData("rk_dev-admin_only-for-development")]
    public async Task Request_WithoutAKeyInForce_IsUnauthenticated(string? key)
    {
        using var nobody = admin.With(key);

        var answer = await nobody.PostActivityAsync(Site, Bodies.Quiz("q", "unauthenticated"));

        answer.ExpectProblem("unauthenticated", 401);
        Assert.Equal("Bearer", answer.Headers!.WwwAuthenticate.Single().Scheme);
        (await nobody.GetAsync($"/v1/communities/{Site}/totals")).ExpectProblem("unauthenticated", 401);
        (await nobody.GetAsync("/v1/api-keys")).ExpectProblem("unauthenticated", 401);
        (await admin.GetAsync($"/v1/communities/{Site}/members/unauthenticated")).ExpectProblem("unknown-member", 404);
    }

    [Fact]
    public async Task Key_Revoked_IsRefusedAtOnceAndRevokingAgainChangesNothing()
    {
        var key = await KeyRing.CreateAsync(admin, """["app"]""");
        using var app = admin.With(key);
        (await app.GetAsync($"/v1/communities/{Site}")).Expect(200);

        var revoked = (await admin.DeleteAsync($"/v1/api-keys/{KeyRing.IdOf(key)}")).Expect(200);

        Assert.NotNull(revoked["revokedAt"]);
        (await app.GetAsync($"/v1/communities/{Site}")).ExpectProblem("unauthenticated", 401);
        Assert.Equal(revoked.Text, (await admin.DeleteAsync($"/v1/api-keys/{KeyRing.IdOf(key)}")).Text);
    }

    [Fact]
    public async Task Key_Expired_IsRefused()
    {
        var soon = DateTime.UtcNow.AddSeconds(1).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        var key = await KeyRing.CreateAsync(admin, """["app"]""", more: $",\"expiresAt\":\"{soon}\"");
        using var app = admin.With(key);

        // Asked on one connection until the time has come: what was proven for the connection does not outlive the key.
        Answer answer;
        for (var until = DateTime.UtcNow.AddSeconds(30); ;)
        {
            answer = await app.GetAsync($"/v1/communities/{Site}");
            if (answer.Status != 200 || DateTime.UtcNow > until)
            {
                break;
            }
        }

        answer.ExpectProblem("unauthenticated", 401);
    }

    [Fact]
    public async Task Key_ThatWouldNeverWork_IsNotCreated()
    {
        var refused = await admin.PostAsync(
            "/v1/api-keys", """{"actor":"a","scopes":["app"],"expiresAt":"2020-01-01T00:00:00Z"}""");

        refused.ExpectProblem("invalid-value", 400);
    }

    [Fact]
    public async Task AdminKey_BoundToACommunity_ReachesNoKeys()
    {
        var key = await KeyRing.CreateAsync(admin, """["admin"]""", $"[\"{Site}\"]");
        using var bound = admin.With(key);

        (await bound.GetAsync($"/v1/communities/{Site}/totals")).Expect(200);
        (await bound.PostAsync("/v1/api-keys", """{"actor":"wider","scopes":["admin"]}"""))
            .ExpectProblem("forbidden", 403);
        (await bound.GetAsync("/v1/api-keys")).ExpectProblem("forbidden", 403);
        (await bound.DeleteAsync($"/v1/api-keys/{KeyRing.IdOf(key)}")).ExpectProblem("forbidden", 403);
    }

    [Fact]
    public async Task Key_WithAnEmptyListOfCommunities_IsNotCreated() =>
        (await admin.PostAsync("/v1/api-keys", """{"actor":"a","scopes":["app"],"communities":[]}"""))
            .ExpectProblem("invalid-value", 400);

    [Fact]
    public async Task Key_OfAnotherCommunity_IsForbiddenWhetherTheCommunityExistsOrNot()
    {
        var key = await KeyRing.CreateAsync(admin, """["operator"]""", """["company-lantern"]""");
        using var app = admin.With(key);

        foreach (var community in new[] { Site, "no-such-community" })
        {
            var address = $"/v1/communities/{community}";
            var answers = new[]
            {
                await app.PostActivityAsync(community, Bodies.Quiz("q", "lin")),
                await app.PostAsync($"{address}/activities/batch", Bodies.Quiz("q", "lin"), "application/x-ndjson"),
                await app.GetAsync(address),
                await app.GetAsync($"{address}/members/lin"),
                await app.GetAsync($"{address}/members/lin/ledger"),
                await app.GetAsync($"{address}/members/lin/activities/q"),
                await app.PostAsync($"{address}/members/lin/activities/q/review", """{"decision":"approve"}"""),
                await app.PostAsync($"{address}/members/lin/activities/q/reversal", """{"reason":"r"}"""),
                await app.PostAsync($"{address}/members/lin/adjustments", "{}", idempotencyKey: "k"),
                await app.GetAsync($"{address}/totals"),
                await app.GetAsync($"{address}/rules"),
                await app.PostAsync($"{address}/rules?basedOn=0", "{}"),
            };
            Assert.All(answers, answer => answer.ExpectProblem("forbidden", 403));
            Assert.Single(answers.Select(answer => answer.Text).Distinct());
        }

        var list = (await app.GetAsync("/v1/communities")).Expect(200);
        Assert.Equal(("company-lantern", 1), (list["items.0.id"], list.Count("items")));
    }

    [Fact]
    public async Task Key_OfAScope_DoesWhatTheScopeAllows()
    {
        using var app = admin.With(await KeyRing.CreateAsync(admin, """["app"]"""));
        using var operators = admin.With(await KeyRing.CreateAsync(admin, """["operator"]"""));
        using var partner = admin.With(await KeyRing.CreateAsync(admin, """["partner"]"""));

        foreach (var (address, allowed) in new[]
        {
            ($"/v1/communities/{Site}", new[] { app, operators, admin }),
            ($"/v1/communities/{Site}/totals", [operators, admin]),
            ($"/v1/communities/{Site}/rules", [operators, admin]),
            ("/v1/api-keys", [admin]),
        })
        {
            foreach (var key in new[] { app, operators, partner, admin })
            {
                var answer = await key.GetAsync(address);
                if (allowed.Contains(key))
                {
                    answer.Expect(200);
                }
                else
                {
                    answer.ExpectProblem("forbidden", 403);
                }
            }
        }
    }

    [Fact]
    public async Task Keys_Listed_NeverTellSecrets()
    {
        var keys = new[]
        {
            await KeyRing.CreateAsync(admin, """["app"]""", """["ops-articles"]"""),
            await KeyRing.CreateAsync(admin, """["operator","partner"]"""),
        };

        var text = "";
        string? after = null;
        do
        {
            var page = (await admin.GetAsync("/v1/api-keys?limit=2" + (after is null ? "" : $"&after={after}")))
                .Expect(200);
            Assert.InRange(page.Count("items"), 1, 2);
            text += page.Text;
            after = page["next"];
        }
        while (after is not null);

        Assert.All([.. keys, Keys.Admin], key =>
        {
            Assert.Contains($"\"id\":\"{KeyRing.IdOf(key)}\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain(key.Split('_')[2], text, StringComparison.Ordinal);
        });
        (await admin.GetAsync("/v1/api-keys?after=no-such-key")).ExpectProblem("invalid-cursor", 400);
    }

    [Theory]
    [InlineData("""{"scopes":["app"],"actor":"a","communities":["Ops Articles"]}""", "invalid-id")]
    [InlineData("""{"scopes":["root"],"actor":"a"}""", "invalid-value")]
    [InlineData("""{"scopes":[],"actor":"a"}""", "missing-field")]
    [InlineData("""{"scopes":["app"]}""", "missing-field")]
    [InlineData("""{"scopes":"app","actor":"a"}""", "wrong-type")]
    [InlineData("""{"scopes":["app"],"actor":"a","secret":"mine"}""", "unknown-field")]
    [InlineData("""{"scopes":["app"],"actor":"a","expiresAt":"tomorrow"}""", "invalid-time")]
    public async Task Key_BadBody_IsRefused(string body, string code) =>
        (await admin.PostAsync("/v1/api-keys", body)).ExpectProblem(code, 400);
}
