using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Sequences;

/// <summary>Plays a sequence on the server and on the model, and compares after every step.</summary>
internal sealed class Play(Stage stage, string community, string member)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly MemberModel model = new(debt: community == Stage.Debt);
    private readonly Dictionary<int, DateTime?> toldAt = [];
    private readonly string address = $"/v1/communities/{community}/members/{member}";

    /// <summary>All of it, alone.</summary>
    public async Task RunAsync(IReadOnlyList<Step> steps)
    {
        stage.JumpToMonday();
        foreach (var step in steps)
        {
            await stage.RunAsync(step);
            await TakeAsync(step);
        }

        await EndAsync();
    }

    /// <summary>One step; what happens to everybody has happened to the stage.</summary>
    /// <exception cref="InvalidOperationException">The server does not do as the model does.</exception>
    public async Task TakeAsync(Step step)
    {
        try
        {
            await DoAsync(step);
            await CompareAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"At {step}: {e.Message}", e);
        }
    }

    /// <summary>The balances are what the ledger's postings come to, and each posting is there once.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public async Task EndAsync()
    {
        try
        {
            await CompareLedgerAsync();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"At the end: {e.Message}", e);
        }
    }

    private async Task DoAsync(Step step)
    {
        switch (step)
        {
            case Step.Wait:
                model.PassTo(stage.Now);
                break;
            case Step.Earn earn:
                await EarnAsync(earn);
                break;
            case Step.Review review:
                model.Review(review, stage.Now).AssertIs(await stage.Api.PostAsync(
                    $"{address}/activities/a{review.Number}/review",
                    review.Approve ? """{"decision":"approve"}""" : """{"decision":"reject","reason":"no"}"""));
                break;
            case Step.Reverse reverse:
                model.Reverse(reverse, stage.Now).AssertIs(await stage.Api.PostAsync(
                    $"{address}/activities/a{reverse.Number}/reversal", """{"reason":"removed"}"""));
                break;
            case Step.Adjust adjust:
                model.Adjust(adjust, stage.Now).AssertIs(await stage.Api.PostAsync(
                    $"{address}/adjustments",
                    JsonSerializer.Serialize(new { currency = adjust.Currency, amount = adjust.Amount, reason = "r" }),
                    idempotencyKey: $"k{adjust.Number}"));
                break;
        }
    }

    /// <summary>The first telling fixes the time that repeats tell again.</summary>
    private async Task EarnAsync(Step.Earn earn)
    {
        if (!toldAt.TryGetValue(earn.Number, out var at))
        {
            at = earn.HoursAgo == 0 ? null : stage.Now.AddHours(-earn.HoursAgo);
        }

        var expected = model.Earn(earn, stage.Now, at);
        if (expected.ProblemCode is null)
        {
            toldAt[earn.Number] = at;
        }

        var told = at is { } time ? $",\"at\":\"{time:yyyy-MM-ddTHH:mm:ssZ}\"" : "";
        expected.AssertIs(await stage.Api.PostActivityAsync(
            community,
            $$"""{"id":"a{{earn.Number}}","member":"{{member}}","type":"{{earn.Type}}","""
            + $$""" "subject":"s{{earn.Subject}}"{{told}}}"""));
    }

    /// <summary>What lapses is done by the server's timer a moment later.</summary>
    private async Task CompareAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await stage.Api.GetAsync(address);
            if (!model.Exists)
            {
                answer.ExpectProblem("unknown-member", 404);
                return;
            }

            var (expected, actual) = (Expected(), Actual(answer.Expect(200)));
            if (expected == actual || Stopwatch.GetElapsedTime(started) > Patience)
            {
                Assert.Equal(expected, actual);
                return;
            }
        }
    }

    private string Expected() => string.Join('\n', model.Wallets.Select(wallet =>
        $"{wallet.Key} {wallet.Value.Available} {wallet.Value.Pending} "
        + string.Join(' ', wallet.Value.Expiring.Select(lot => $"{lot.Amount}@{lot.Ends:yyyy-MM-ddTHH:mm:ssZ}"))));

    private string Actual(Answer answer) => string.Join('\n', model.Wallets.Keys.Select(currency =>
    {
        var balance = $"balances.{currency}";
        if (answer.At(balance) is null)
        {
            return $"{currency} 0 0 ";
        }

        var lots = Enumerable.Range(0, answer.Count($"{balance}.expiring"))
            .Select(i => $"{answer[$"{balance}.expiring.{i}.amount"]}@{answer[$"{balance}.expiring.{i}.at"]}");
        Assert.Equal("0", answer[$"{balance}.held"]);
        return $"{currency} {answer[$"{balance}.available"]} {answer[$"{balance}.pending"]} {string.Join(' ', lots)}";
    }));

    private async Task CompareLedgerAsync()
    {
        var sums = new Dictionary<(string Currency, string Account), long>();
        var seen = new HashSet<string>();
        for (var after = ""; model.Exists && after is not null;)
        {
            var page = await stage.Api.GetAsync($"{address}/ledger?limit=7{after}");
            for (var i = 0; i < page.Expect(200).Count("items"); i++)
            {
                Assert.True(seen.Add(page[$"items.{i}.id"]!));
                var (currency, amount) = (page[$"items.{i}.currency"]!, page.Number($"items.{i}.amount"));
                Add(sums, (currency, page[$"items.{i}.from"]!), -amount);
                Add(sums, (currency, page[$"items.{i}.to"]!), amount);
            }

            after = page["next"] is { } next ? string.Create(CultureInfo.InvariantCulture, $"&after={next}") : null;
        }

        Assert.All(model.Wallets, wallet => Assert.Equal(
            (wallet.Value.Available, wallet.Value.Pending),
            (sums.GetValueOrDefault((wallet.Key, "available")), sums.GetValueOrDefault((wallet.Key, "pending")))));
    }

    private static void Add(Dictionary<(string, string), long> sums, (string, string) account, long amount) =>
        sums[account] = sums.GetValueOrDefault(account) + amount;
}
