using System.Net;
using Rewards.Tests.Shared.Azure;
using Rewards.Tests.Shared.Azure.Faults;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>The proxy does what its faults say; otherwise a suite over it would prove nothing.</summary>
public class FaultyProxyTests
{
    private const int Requests = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Proxy_WithoutFaults_PassesEverythingOn()
    {
        var schedule = new FaultSchedule(seed: 1, perMille: 0);
        var (proxy, connection) = FaultyProxy.Before(Azurite.ConnectionString, schedule);
        await using var owned = proxy;
        using var client = NewClient();

        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.GetAsync(Entity(connection, "p", i), Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    [Fact]
    public void Schedule_OfOneSeed_DecidesTheSameWhateverElseHappens()
    {
        var (first, second, other) = (new FaultSchedule(7, 500), new FaultSchedule(7, 500), new FaultSchedule(8, 500));
        var inOrder = Enumerable.Range(0, 50).SelectMany(p => Enumerable.Range(0, 8).Select(_ => Request(p))).ToList();
        var mixed = Enumerable.Range(0, 8).SelectMany(_ => Enumerable.Range(0, 50).Select(Request)).ToList();

        var faults = inOrder.ToLookup(request => request.StartLine, first.Next);

        Assert.All(
            mixed.GroupBy(request => request.StartLine, second.Next),
            partition => Assert.Equal(faults[partition.Key], partition));
        Assert.NotEqual(
            faults.SelectMany(partition => partition), inOrder.Select(other.Next));
        Assert.InRange(first.Met[Fault.None], 150, 250);
        Assert.Equal(Enum.GetValues<Fault>().Order(), first.Met.Keys.Order());
    }

    [Theory]
    [InlineData("GET /a/t(PartitionKey='m%201',RowKey='2') HTTP/1.1", "", "GET m")]
    [InlineData("GET /a/t()?$filter=PartitionKey%20eq%20'm1'%20and%20RowKey%20ge%20'x' HTTP/1.1", "", "GET m1")]
    [InlineData("POST /a/$batch HTTP/1.1", "PUT http://x/t(PartitionKey='m1',RowKey='r') HTTP/1.1", "POST m1")]
    [InlineData("POST /a/$batch HTTP/1.1", "{\"PartitionKey\": \"m1\", \"RowKey\": \"r\"}", "POST m1")]
    [InlineData("POST /a/Tables HTTP/1.1", "{\"TableName\":\"t\"}", "POST ")]
    public void Schedule_OfARequest_KnowsItsPartition(string startLine, string body, string about) =>
        Assert.Equal(about, FaultSchedule.About(new HttpMessage([], startLine, body)));

    [Fact]
    public async Task Proxy_OfEveryFault_DoesWhatItSays()
    {
        var schedule = new FaultSchedule(seed: 7, perMille: 500);
        var (proxy, connection) = FaultyProxy.Before(Azurite.ConnectionString, schedule);
        await using var owned = proxy;
        using var client = NewClient();

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, Requests).Select(i => OutcomeAsync(client, Entity(connection, $"p{i}", i))));

        Assert.Equal(Enum.GetValues<Fault>().Order(), schedule.Met.Keys.Order());
        int Met(params Fault[] faults) => faults.Sum(fault => schedule.Met[fault]);
        Assert.Equal(Met(Fault.Busy), outcomes.Count(outcome => outcome == "ServiceUnavailable"));
        Assert.Equal(Met(Fault.ConditionNotMet), outcomes.Count(outcome => outcome == "PreconditionFailed"));
        Assert.Equal(Met(Fault.ReplyLost, Fault.Reset), outcomes.Count(outcome => outcome == "reset"));
        Assert.Equal(
            Met(Fault.TimeoutAfter, Fault.TimeoutBefore), outcomes.Count(outcome => outcome == "timeout"));
        Assert.Equal(
            Met(Fault.None, Fault.Slow, Fault.Duplicate, Fault.DuplicateSeenLate),
            outcomes.Count(outcome => outcome == "Forbidden"));
    }

    [Fact]
    public async Task Proxy_OfABatchWithACondition_AnswersInTheFormOfABatch()
    {
        var (proxy, connection) = FaultyProxy.Before(
            Azurite.ConnectionString, new FaultSchedule(seed: 1, perMille: 1_000));
        await using var owned = proxy;
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(300) };

        for (var i = 0; ; i++)
        {
            using var body = new StringContent("PUT http://t(PartitionKey='p" + i + "',RowKey='r')");
            try
            {
                var address = new Uri(Endpoint(connection) + "/$batch");
                using var answer = await client.PostAsync(address, body, Cancellation);
                var text = await answer.Content.ReadAsStringAsync(Cancellation);
                if (text.Contains("UpdateConditionNotSatisfied", StringComparison.Ordinal))
                {
                    Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
                    Assert.Contains("HTTP/1.1 412 Precondition Failed\r\n", text, StringComparison.Ordinal);
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
            }
        }
    }

    private static HttpMessage Request(int partition) =>
        new([], $"GET /a/faulty(PartitionKey='{partition}',RowKey='r') HTTP/1.1", "");

    private static async Task<string> OutcomeAsync(HttpClient client, Uri address)
    {
        try
        {
            using var answer = await client.GetAsync(address, Cancellation);
            return answer.StatusCode.ToString();
        }
        catch (HttpRequestException)
        {
            return "reset";
        }
        catch (OperationCanceledException)
        {
            return "timeout";
        }
    }

    private static HttpClient NewClient() => new() { Timeout = TimeSpan.FromSeconds(8) };

    private static string Endpoint(string connection) =>
        connection.Split("TableEndpoint=")[1].Split(';')[0];

    private static Uri Entity(string connection, string partition, int row) =>
        new($"{Endpoint(connection)}/faulty(PartitionKey='{partition}',RowKey='{row}')");
}
