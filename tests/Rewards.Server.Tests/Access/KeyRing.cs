using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Access;

/// <summary>Makes API keys over HTTP.</summary>
internal static class KeyRing
{
    /// <summary>Scopes and communities as JSON; the key's text.</summary>
    public static async Task<string> CreateAsync(
        Api admin, string scopes, string? communities = null, string more = "")
    {
        var bound = communities is null ? "" : $",\"communities\":{communities}";
        var created = await admin.PostAsync(
            "/v1/api-keys", $$"""{"scopes":{{scopes}}{{bound}},"actor":"tests"{{more}}}""");
        return created.Expect(201)["key"]!;
    }

    public static string IdOf(string key) => key.Split('_')[1];
}
