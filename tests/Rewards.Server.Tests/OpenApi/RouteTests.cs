using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Rewards.Server.Composition;
using Rewards.Server.Http;
using Rewards.Server.Tests.Readme;

namespace Rewards.Server.Tests.OpenApi;

/// <summary>
/// The document describes exactly the addresses that the server has, each with the scope that it asks for.
/// </summary>
public sealed class RouteTests
{
    [Fact]
    public async Task Routes_OfTheServer_AreThoseOfTheDocument()
    {
        var described = Operation.Of(Operation.Document())
            .Select(operation => $"{operation.Method.ToUpperInvariant()} {operation.Path} {operation.Scope ?? "open"}");
        Assert.Equal((await MappedAsync()).Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> MappedAsync()
    {
        var data = Directory.CreateTempSubdirectory("rewards-routes-");
        var config = Path.Combine(Repository.Root, "config", "rewards.yaml");
        try
        {
            var arguments = new ServerArguments(config, data.FullName, "http://127.0.0.1:0");
            await using var installation = await Installation.OpenAsync(arguments, TimeProvider.System);
            await using var app = Hosting.Build(installation, arguments);
            app.MapRewards();
            return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>().SelectMany(Describe)];
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Describe(RouteEndpoint endpoint)
    {
        var scope = endpoint.Metadata.GetMetadata<RequiredScope>()?.Scope.ToString().ToLowerInvariant() ?? "open";
        return endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            .Select(method => $"{method} {endpoint.RoutePattern.RawText} {scope}");
    }
}
