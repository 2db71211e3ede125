using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Runs;

/// <summary>Asks the running server, over its API, whether it holds what it acknowledged.</summary>
public sealed class RewardsChecks(HttpClient client, Account account)
{
    private const string Currency = "feathers";
    private const int BusiestSampled = 100;
    private const int OthersSampled = 200;

    // Totals are a projection: they follow the journal, and after a start on a prefilled one they read all of it.
    private static readonly TimeSpan TotalsCatchUpMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(200);

    public async Task<IReadOnlyList<Check>> RunAsync()
    {
        var name = $"server of '{account.Community}'";
        return
        [
            new($"{name}: totals issued = sum of acknowledged amounts", account.Amount, await IssuedAsync()),
            new($"{name}: sampled members whose balance is not what was acknowledged", 0, await WrongBalancesAsync()),
            new($"{name}: members above the daily cap (two days' cap if the run crossed midnight)", 0, AboveCap()),
        ];
    }

    private async Task<long> IssuedAsync()
    {
        var giveUpAt = DateTime.UtcNow + TotalsCatchUpMax;
        while (true)
        {
            var issued = 0L;
            foreach (var community in account.CommunityNames)
                issued += await IssuedAsync(community);
            if (issued == account.Amount || DateTime.UtcNow > giveUpAt)
                return issued;
            await Task.Delay(PollEvery);
        }
    }

    private async Task<long> IssuedAsync(string community)
    {
        var totals = await GetAsync($"/v1/communities/{community}/totals");
        return PropertyOrNull(totals, Currency)?.GetProperty("issued").GetInt64() ?? 0;
    }

    /// <summary>Again while the server is busy, or its totals are behind.</summary>
    private async Task<JsonElement> GetAsync(string path)
    {
        var giveUpAt = DateTime.UtcNow + TotalsCatchUpMax;
        while (true)
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || DateTime.UtcNow > giveUpAt)
            {
                answer.EnsureSuccessStatusCode();
                return await answer.Content.ReadFromJsonAsync<JsonElement>();
            }

            await Task.Delay(PollEvery);
        }
    }

    private async Task<long> WrongBalancesAsync()
    {
        var wrong = 0;
        var where = account.Where("", 0, "none");
        foreach (var number in account.Sample(BusiestSampled, OthersSampled))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"m{number:D7}");
            var path = $"/v1/communities/{where.CommunityOf(number)}/members/{id}";
            var member = await GetAsync(path);
            var available = Property(member.GetProperty("balances"), Currency).GetProperty("available").GetInt64();
            if (available == account.ByMember[number])
                continue;
            wrong++;
            Console.WriteLine($"{id} has {available}, but {account.ByMember[number]} were acknowledged");
        }

        return wrong;
    }

    private long AboveCap()
    {
        var above = 0;
        var days = RunClock.CrossedMidnightIn("Asia/Shanghai") ? 2 : 1;
        foreach (var amount in account.ByMember)
            above += amount > days * account.DailyCap ? 1 : 0;
        return above;
    }

    // By currency, either as the property itself or one level below.
    private static JsonElement Property(JsonElement element, string name) =>
        PropertyOrNull(element, name) ?? throw new InvalidOperationException($"No '{name}' in {element}");

    private static JsonElement? PropertyOrNull(JsonElement element, string name)
    {
        if (element.TryGetProperty(name, out var found))
            return found;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty(name, out found))
                return found;
        }

        return null;
    }
}
