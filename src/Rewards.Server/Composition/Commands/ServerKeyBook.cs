using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Rewards.Domain.Registry;
using Rewards.Grains.Registry;

namespace Rewards.Server.Composition.Commands;

/// <summary>A server cannot be reached, or does not do what it is asked.</summary>
public sealed class ServerException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Keys of a running server, over its API.</summary>
internal sealed class ServerKeyBook : IKeyBook
{
    public const string KeyVariable = "REWARDS_KEY";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient http;

    private ServerKeyBook(HttpClient http) => this.http = http;

    /// <exception cref="ArgumentsException">No address of a server, or no key.</exception>
    public static IKeyBook Open(string server)
    {
        if (!Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentsException($"--server: '{server}' is not of the form http://HOST:PORT.");
        }

        var key = Environment.GetEnvironmentVariable(KeyVariable);
        return string.IsNullOrWhiteSpace(key)
            ? throw new ArgumentsException(
                $"{KeyVariable} is not set. It must hold an admin key of the server: an argument would be seen in the "
                + "list of processes.")
            : new ServerKeyBook(new HttpClient
            {
                BaseAddress = address,
                Timeout = Patience,
                DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
            });
    }

    public async ValueTask<(string Id, string Key)> CreateAsync(KeyRequest request, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["actor"] = request.Actor,
            ["scopes"] = new JsonArray([.. KeyText.Names(request.Scopes).Select(name => JsonValue.Create(name))]),
        };
        if (request.Communities.Length > 0)
        {
            body["communities"] = new JsonArray([.. request.Communities.Select(name => JsonValue.Create(name))]);
        }

        if (request.ExpiresAt is { } expiresAt)
        {
            body["expiresAt"] = InstantPattern.ExtendedIso.Format(expiresAt);
        }

        var made = await SendAsync(HttpMethod.Post, "/v1/api-keys", body, cancellation);
        return (made["id"]!.GetValue<string>(), made["key"]!.GetValue<string>());
    }

    public async ValueTask<IReadOnlyList<ApiKeyView>> ListAsync(CancellationToken cancellation)
    {
        var keys = new List<ApiKeyView>();
        string? after = null;
        do
        {
            var query = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = await SendAsync(HttpMethod.Get, $"/v1/api-keys?limit=200{query}", null, cancellation);
            keys.AddRange(page["items"]!.AsArray().Select(item => View(item!)));
            after = page["next"]?.GetValue<string>();
        }
        while (after is not null);
        return keys;
    }

    public async ValueTask<ApiKeyView> RevokeAsync(string id, CancellationToken cancellation) => View(
        await SendAsync(HttpMethod.Delete, $"/v1/api-keys/{Uri.EscapeDataString(id)}", null, cancellation));

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ApiKeyView View(JsonNode item) => new(
        Text(item, "id")!,
        item["scopes"]!.AsArray().Aggregate(
            ApiScope.None, (scopes, name) => scopes | KeyText.Parse(name!.GetValue<string>())),
        [.. item["communities"]!.AsArray().Select(name => name!.GetValue<string>())],
        Text(item, "actor")!,
        Time(item, "createdAt")!.Value,
        Time(item, "expiresAt"),
        Time(item, "revokedAt"),
        Text(item, "createdBy")!);

    private static string? Text(JsonNode item, string name) => item[name]?.GetValue<string>();

    private static Instant? Time(JsonNode item, string name) =>
        Text(item, name) is { } text ? InstantPattern.ExtendedIso.Parse(text).Value : null;

    private async Task<JsonNode> SendAsync(
        HttpMethod method, string path, JsonNode? body, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
            {
                request.Content = new StringContent(body.ToJsonString(), null, "application/json");
            }

            using var response = await http.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode
                ? JsonNode.Parse(text)!
                : throw new ServerException(
                    $"{http.BaseAddress} answered {(int)response.StatusCode}: {Detail(text)}");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ServerException($"{http.BaseAddress} cannot be reached or is no Rewards server: {e.Message}", e);
        }
    }

    private static string Detail(string problem)
    {
        try
        {
            return JsonNode.Parse(problem)?["detail"]?.GetValue<string>() ?? problem;
        }
        catch (JsonException)
        {
            return problem;
        }
    }
}
