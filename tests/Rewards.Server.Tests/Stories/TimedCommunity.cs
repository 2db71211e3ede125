using System.Globalization;
using System.Text;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Stories;

/// <summary>One of the example communities, as its file is, on a server whose time the story moves.</summary>
internal sealed class TimedCommunity : IAsyncDisposable
{
    /// <summary>A Wednesday, 16:00 in Shanghai.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);

    private readonly ServerSetup setup;
    private readonly InProcessServer server;
    private readonly JumpingClock clock;
    private readonly string community;
    private int told;

    private TimedCommunity(ServerSetup setup, InProcessServer server, JumpingClock clock, string community)
    {
        this.setup = setup;
        this.server = server;
        this.clock = clock;
        this.community = community;
    }

    public Api Api => server.Api;

    public string Address => $"/v1/communities/{community}";

    public DateTimeOffset Now => clock.GetUtcNow();

    public static async Task<TimedCommunity> OpenAsync(string community, DateTimeOffset? begin = null)
    {
        var setup = new ServerSetup().WithExamples();
        try
        {
            var clock = new JumpingClock(begin ?? Begin);
            return new TimedCommunity(setup, await InProcessServer.StartAsync(setup, clock), clock, community);
        }
        catch
        {
            setup.Dispose();
            throw;
        }
    }

    public void Jump(TimeSpan by) => clock.Jump(by);

    /// <summary>To that time in UTC, written like 2026-12-01T00:00:00Z.</summary>
    public void JumpTo(string time) =>
        JumpTo(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));

    public void JumpTo(DateTimeOffset time) => clock.Jump(time - clock.GetUtcNow());

    public static string Write(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>An activity as a line of a batch; ids are t1, t2, …</summary>
    public string Line(
        string member, string type, object? facts = null, string? subject = null, string? with = null,
        DateTimeOffset? at = null)
    {
        var activity = new Dictionary<string, object> { ["id"] = $"t{++told}", ["member"] = member, ["type"] = type };
        Add("subject", subject);
        Add("counterparty", with);
        Add("at", at is { } time ? Write(time) : null);
        Add("facts", facts);
        return Bodies.Write(activity);

        void Add(string field, object? value)
        {
            if (value is not null)
            {
                activity[field] = value;
            }
        }
    }

    /// <summary>Tells one activity, as <see cref="Line"/> makes it.</summary>
    public async Task<Answer> TellAsync(string line) => (await Api.PostActivityAsync(community, line)).Expect(200);

    /// <summary>Tells activities in one batch; each must be taken.</summary>
    public async Task<Answer[]> TellAllAsync(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line).Append('\n');
        }

        var answers = await Api.PostBatchAsync(community, text.ToString());
        Assert.All(answers, answer => Assert.Null(answer.Problem));
        return answers;
    }

    public async Task<Answer> GetAsync(string path) => (await Api.GetAsync(Address + path)).Expect(200);

    public Task<Answer> MemberAsync(string member) => GetAsync($"/members/{member}");

    /// <summary>An operator's command about an activity: a review or a reversal.</summary>
    public async Task<Answer> OperateAsync(string member, string? activity, string what, string body) =>
        (await Api.PostAsync($"{Address}/members/{member}/activities/{activity}/{what}", body)).Expect(200);

    /// <summary>What comes a moment later; asked until it is there, and time moves a little with each time.</summary>
    public Task<Answer> UntilAsync(string path, Func<Answer, bool> arrived) =>
        Eventually.GetAsync(Api, Address + path, arrived, () => clock.Jump(TimeSpan.FromMilliseconds(100)));

    /// <summary>What the rule granted the member of each activity; 0 where it gave nothing.</summary>
    public static long[] Granted(IEnumerable<Answer> answers, string rule) =>
        [.. answers.Select(answer => Granted(answer, rule))];

    public static long Granted(Answer answer, string rule) => Enumerable.Range(0, answer.Count("awards"))
        .Where(i => answer[$"awards.{i}.rule"] == rule).Sum(i => answer.Number($"awards.{i}.amount"));

    /// <summary>What the receipt says of a rule, by a path below it.</summary>
    public static string? Told(Answer answer, string rule, string path) =>
        Enumerable.Range(0, answer.Count("receipt.rules"))
            .Where(i => answer[$"receipt.rules.{i}.rule"] == rule)
            .Select(i => answer[$"receipt.rules.{i}.{path}"]).Single();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        setup.Dispose();
    }
}
