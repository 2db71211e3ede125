using System.Globalization;
using NodaTime;
using Rewards.Domain.Registry;
using Rewards.Grains.Registry;
using Rewards.Server.Http;

namespace Rewards.Server.Composition;

/// <summary>
/// Well-known keys for trying things out. They are made in memory, in development only, and are never in the journal,
/// so that none of them can work anywhere else.
/// </summary>
internal static class DevelopmentKeys
{
    public const string App = "rk_dev-app_only-for-development";
    public const string Operator = "rk_dev-operator_only-for-development";
    public const string Admin = "rk_dev-admin_only-for-development";

    public static void Open(ApiKeyDirectory directory, TimeProvider time)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        foreach (var (text, scope) in new[] { (App, ApiScope.App), (Operator, ApiScope.Operator), (Admin,
            ApiScope.Admin) })
        {
            var key = ApiKeyText.Parse(text)!.Value;
            directory.PutTransient(new ApiKeyCreated(key.Id, key.SecretHash, scope, [], key.Id, null, "development"),
                now);
        }
    }

    public static void Print(string url, TextWriter target) => target.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $$$"""

        Rewards is running in development mode at {{{url}}}
          app key       {{{App}}}
          operator key  {{{Operator}}}
          admin key     {{{Admin}}}

        A first activity:
          curl -s {{{url}}}/v1/communities/ops-articles/activities \
            -H 'Authorization: Bearer {{{App}}}' -H 'Content-Type: application/json' \
            -d '{"id":"quiz-1","member":"lin","type":"quiz-answered","subject":"article-7","facts":{"correct":true}}'

        API description: {{{url}}}/openapi/v1.json      Health: {{{url}}}/health/ready
        """));
}
