using System.Net.Http.Headers;
using System.Text;

namespace Rewards.Server.Tests.Running;

/// <summary>Calls of one server with one key. Addresses are sent exactly as they are written.</summary>
internal sealed class Api : IDisposable
{
    private static readonly UriCreationOptions AsWritten =
        new() { DangerousDisablePathAndQueryCanonicalization = true };
    private readonly HttpClient http;
    private readonly string? key;
    private readonly HttpClient? owned;

    public Api(Uri server)
        : this(server, new HttpClient { Timeout = TimeSpan.FromSeconds(100) }, Keys.Admin) => owned = http;

    private Api(Uri server, HttpClient http, string? key)
    {
        Server = server;
        this.http = http;
        this.key = key;
    }

    public Uri Server { get; }

    /// <summary>The same with another key, or with none, over the same connections.</summary>
    public Api With(string? otherKey) => new(Server, http, otherKey);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Answer> PostAsync(string path, string body, string type = "application/json",
        string? idempotencyKey = null) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), type, idempotencyKey);

    public Task<Answer> PostAsync(
        string path, byte[] body, string type = "application/json", string? idempotencyKey = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return SendAsync(HttpMethod.Post, path, content, idempotencyKey);
    }

    public Task<Answer> PostActivityAsync(string community, string activity) =>
        PostAsync($"/v1/communities/{community}/activities", activity);

    public async Task<Answer[]> PostBatchAsync(string community, string lines)
    {
        var answer = await PostAsync($"/v1/communities/{community}/activities/batch", lines, "application/x-ndjson");
        answer.Expect(200);
        return [.. LinesOf(answer)];
    }

    /// <summary>The lines of an answer to a batch.</summary>
    public static IEnumerable<Answer> LinesOf(Answer batch) =>
        batch.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new Answer(200, "", line));

    public HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content)
    {
        var request =
            new HttpRequestMessage(method, new Uri(Server.GetLeftPart(UriPartial.Authority) + path, AsWritten))
            {
                Content = content,
            };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return request;
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    public void Dispose() => owned?.Dispose();

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content,
        string? idempotencyKey = null)
    {
        using var request = Request(method, path, content);
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", text,
            response.Headers);
    }
}
