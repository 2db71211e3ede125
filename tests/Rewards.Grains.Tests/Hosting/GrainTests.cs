using NodaTime;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Domain.Communities;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Tests.Shared;

namespace Rewards.Grains.Tests.Hosting;

/// <summary>
/// A host with one community on one journal. Every suite runs on the in-memory journal, on SQLite
/// files and on Azurite.
/// </summary>
public abstract class GrainTests<TBackend> : IAsyncLifetime
    where TBackend : IBackend, new()
{
    protected const string Community = "birds";

    /// <summary>
    /// read: 5 feathers once per subject if correct · comment: 10 feathers after review, 20 a day · share: 3 stars.
    /// </summary>
    protected const string Rules = """
        [
          { "id": "quiz", "order": 1, "when": "read", "give": { "feathers": 5 },
            "if": { "fact": "correct", "is": true },
            "limits": [{ "per": "member-and-subject", "within": "lifetime", "times": 1 }] },
          { "id": "comment", "order": 1, "when": "comment", "give": { "feathers": 10 }, "status": "pending",
            "limits": [{ "per": "member", "within": "day", "amount": 20 },
                       { "per": "member-and-subject", "within": "day", "times": 1 }] },
          { "id": "share", "order": 1, "when": "share", "give": { "stars": 3 } }
        ]
        """;

    /// <summary>With a budget on which no rule draws.</summary>
    protected static readonly CommunityDocument Document = new()
    {
        Rules = Rules,
        Budgets = """[{ "id": "spring", "currency": "stars", "amount": 1000 }]""",
    };

    protected TBackend Backend { get; } = new();

    protected ManualTimeProvider Time { get; } = new();

    protected IJournal Journal => Backend.Journal;

    protected LocalGrains Grains { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        await Backend.OpenAsync();
        await StartAsync();
        await PublishAsync(Document, basedOn: 0);
    }

    public async ValueTask DisposeAsync()
    {
        await Grains.DisposeAsync();
        await Backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task StartAsync(GrainOptions? options = null, IJournal? journal = null)
    {
        Grains = new LocalGrains(journal ?? Journal, Time, options ?? new GrainOptions());
        await Grains.StartAsync();
    }

    /// <summary>Stops the host, closes the journal and starts both anew.</summary>
    protected async Task RestartAsync(GrainOptions? options = null)
    {
        await Grains.DisposeAsync();
        await Backend.ReopenAsync();
        await StartAsync(options);
    }

    protected ValueTask<PublishedVersion> PublishAsync(CommunityDocument document, int basedOn) =>
        Grains.Community(new CommunityId(Community))
            .PublishAsync(new PublishRules(document.ToJson(), basedOn, "op", ""));

    protected IMemberGrain Member(string member = "m1") =>
        Grains.Member(new CommunityId(Community), new MemberId(member));

    protected static RecordActivity Tell(string id, string type, string? subject = null, params Fact[] facts) =>
        new(new Activity(new ActivityId(id), type, null, subject, null, facts));

    protected static RecordActivity Read(string id, string subject = "article-1", bool correct = true) =>
        Tell(id, "read", subject, new Fact("correct", FactValue.Of(correct)));

    protected static RecordActivity Comment(string id, string subject = "article-1", string text = "well said") =>
        Tell(id, "comment", subject, new Fact("text", FactValue.Of(text)));

    protected Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    protected async Task<BalanceView> BalanceAsync(string currency, string member = "m1") =>
        (await Member(member).GetAsync())?.Balances.Select(held => held.Balance)
            .FirstOrDefault(balance => balance.Currency == currency) ?? new BalanceView(currency, 0, 0, 0);

    /// <summary>Does what is due now; a failure of due work fails the test.</summary>
    protected async Task<int> RunDueAsync() => await new DueWork(
        Journal, Grains, Time, (e, what) => throw new InvalidOperationException(what, e)).RunDueAsync(Cancellation);

    protected static async Task<DomainException> RefusedAsync(string code, Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<DomainException>(act);
        Assert.Equal(code, refused.Code);
        return refused;
    }
}
