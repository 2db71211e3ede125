using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Crash;

/// <summary>One activity that was sent, under its member and id.</summary>
internal sealed record Sent(string Member, string Id, string Body);

/// <summary>
/// Clients that post single activities and batches until the server is gone, and remember what was acknowledged and
/// how.
/// </summary>
/// <param name="community">Where they post.</param>
/// <param name="members">How many members there are.</param>
/// <param name="seed">Of what they post.</param>
/// <param name="write">The body of an activity by id and member; left out: some of the article site.</param>
internal sealed class Load(string community, int members, int seed, Func<Random, string, string, string>? write = null)
{
    private const int Clients = 8;
    private const int BatchLinesMax = 60;
    private int next;
    private int acknowledgements;

    /// <summary>What was sent and not acknowledged (yet).</summary>
    public ConcurrentDictionary<string, Sent> Open { get; } = new();

    /// <summary>Acknowledged activities with their awards as JSON.</summary>
    public ConcurrentDictionary<string, (Sent Sent, string Awards)> Acknowledged { get; } = new();

    /// <summary>Posts until nobody answers any more; calls back once, after that many acknowledgements.</summary>
    public async Task RunAsync(Api api, int thenAfter, Func<Task> then)
    {
        var started = acknowledgements;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Enumerable.Range(0, Clients)
            .Select(client => Task.Run(() => ClientAsync(api, client, () =>
            {
                if (Interlocked.Increment(ref acknowledgements) - started >= thenAfter)
                {
                    reached.TrySetResult();
                }
            })))
            .ToArray();
        await await Task.WhenAny(reached.Task, Task.WhenAll(clients));
        await then();
        await Task.WhenAll(clients);
    }

    /// <summary>Takes an answer over, from a client or from a later resend.</summary>
    public void Acknowledge(Sent sent, Answer answer)
    {
        answer.Expect(200);
        Assert.True(sent.Id == answer["id"], $"Answered to {sent.Id}: {answer.Text}");
        Acknowledged[sent.Id] = (sent, answer.At("awards")!.ToJsonString());
        Open.TryRemove(sent.Id, out _);
    }

    /// <summary>A new activity, not sent yet.</summary>
    public Sent Make(Random random)
    {
        var number = Interlocked.Increment(ref next);
        var id = string.Create(CultureInfo.InvariantCulture, $"a-{number}");
        var member = $"member-{random.Next(members)}";
        return Open[id] = new Sent(member, id, (write ?? OfTheArticleSite)(random, id, member));
    }

    /// <summary>Mostly shares, whose cap per article depends on everything before; some quizzes and comments.</summary>
    private static string OfTheArticleSite(Random random, string id, string member)
    {
        var article = $"article-{random.Next(8)}";
        return random.Next(10) switch
        {
            < 6 => Bodies.Share(id, member, article),
            < 8 => Bodies.Quiz(id, member, article, correct: random.Next(2) == 0),
            _ => Bodies.Comment(id, member),
        };
    }

    private async Task ClientAsync(Api api, int client, Action acknowledged)
    {
        var random = new Random(HashCode.Combine(seed, client, next));
        try
        {
            while (true)
            {
                if (random.Next(4) > 0)
                {
                    var one = Make(random);
                    Acknowledge(one, await api.PostActivityAsync(community, one.Body));
                    acknowledged();
                }
                else
                {
                    await BatchAsync(api, random, acknowledged);
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // The server is gone: what this client had sent stays open.
        }
    }

    private async Task BatchAsync(Api api, Random random, Action acknowledged)
    {
        var lines = Enumerable.Range(0, random.Next(1, BatchLinesMax)).Select(_ => Make(random)).ToArray();
        using var content = new ByteArrayContent(
            Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line.Body + "\n"))));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var request = api.Request(HttpMethod.Post, $"/v1/communities/{community}/activities/batch", content);
        using var response = await api.SendAsync(request);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        var buffer = new char[4096];
        var results = 0;
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;)
        {
            text.Append(buffer, 0, read);
            for (int end; (end = text.ToString().IndexOf('\n', StringComparison.Ordinal)) >= 0;)
            {
                Acknowledge(lines[results++], new Answer((int)response.StatusCode, "", text.ToString(0, end)));
                acknowledged();
                text.Remove(0, end + 1);
            }
        }
    }
}
