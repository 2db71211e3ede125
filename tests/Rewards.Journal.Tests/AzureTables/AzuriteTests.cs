using System.Net;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Journal.Tests.AzureTables;

public class AzuriteTests
{
    [Fact]
    public async Task Azurite_AskedWithoutAKey_Answers()
    {
        var endpoint = Azurite.ConnectionString.Split(';')
            .Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal))["TableEndpoint=".Length..];
        using var client = new HttpClient();
        using var answer = await client.GetAsync(
            new Uri($"{endpoint}/Tables"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
