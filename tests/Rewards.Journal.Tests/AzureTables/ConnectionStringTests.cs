using Azure;
using Rewards.AzureTables;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>What a connection string says, and each way in which it says too little.</summary>
public sealed class ConnectionStringTests
{
    private const string Key = "c2VjcmV0";

    [Theory]
    [InlineData("UseDevelopmentStorage=true")]
    [InlineData("usedevelopmentstorage=TRUE;")]
    public void Parse_OfDevelopmentStorage_IsTheEmulatorOfThisMachine(string text)
    {
        var connection = TableConnection.Parse(text);

        Assert.Equal(new Uri("http://127.0.0.1:10002/devstoreaccount1"), connection.Endpoint);
        Assert.Equal("devstoreaccount1", connection.Account);
        Assert.Equal(64, connection.AccountKey!.Length);
        Assert.Null(connection.Signature);
    }

    [Theory]
    [InlineData($"AccountName=birds;AccountKey={Key}", "https://birds.table.core.windows.net/")]
    [InlineData($"DefaultEndpointsProtocol=http;AccountName=birds;AccountKey={Key}",
        "http://birds.table.core.windows.net/")]
    [InlineData($"EndpointSuffix=core.chinacloudapi.cn;AccountName=birds;AccountKey={Key}",
        "https://birds.table.core.chinacloudapi.cn/")]
    [InlineData($"TableEndpoint=http://127.0.0.1:1234/birds/;AccountName=birds;AccountKey={Key}",
        "http://127.0.0.1:1234/birds")]
    public void Parse_OfAnAccountWithItsKey_KnowsAddressAndKey(string text, string endpoint)
    {
        var connection = TableConnection.Parse(text);

        Assert.Equal(new Uri(endpoint), connection.Endpoint);
        Assert.Equal("birds", connection.Account);
        Assert.Equal("secret"u8.ToArray(), connection.AccountKey);
    }

    [Theory]
    [InlineData("TableEndpoint=https://birds.example/;SharedAccessSignature=?sv=1&sig=a%3D", "https://birds.example")]
    [InlineData("AccountName=birds;SharedAccessSignature=sv=1&sig=a%3D", "https://birds.table.core.windows.net")]
    public void Parse_OfASharedAccessSignature_KeepsItAsItIs(string text, string endpoint)
    {
        var connection = TableConnection.Parse(text);

        Assert.Equal(new Uri(endpoint), connection.Endpoint);
        Assert.Equal("sv=1&sig=a%3D", connection.Signature);
        Assert.Null(connection.AccountKey);
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=false", "UseDevelopmentStorage can only be true")]
    [InlineData("UseDevelopmentStorage=", "UseDevelopmentStorage can only be true")]
    [InlineData("AccountName", "Name=Value;Name=Value")]
    [InlineData("=birds", "Name=Value;Name=Value")]
    [InlineData("AccountName=a;accountname=b;AccountKey=" + Key, "each name once")]
    [InlineData("", "needs TableEndpoint (an http or https address) or AccountName")]
    [InlineData("AccountKey=" + Key, "needs TableEndpoint (an http or https address) or AccountName")]
    [InlineData("TableEndpoint=nowhere;AccountName=a;AccountKey=" + Key, "needs TableEndpoint (an http or https")]
    [InlineData("TableEndpoint=ftp://a;AccountName=a;AccountKey=" + Key, "needs TableEndpoint (an http or https")]
    [InlineData("AccountName=a", "needs AccountName with AccountKey, or SharedAccessSignature, or UseDevelopment")]
    [InlineData("TableEndpoint=https://a;AccountKey=" + Key, "needs AccountName with AccountKey")]
    [InlineData("AccountName=a;AccountKey=", "AccountKey is not base64")]
    [InlineData("AccountName=a;AccountKey=s3cr%t", "AccountKey is not base64")]
    public void Parse_OfWhatLacksSomething_SaysWhatAndNeverRepeatsAKey(string text, string told)
    {
        var broken = Assert.Throws<FormatException>(() => TableConnection.Parse(text));

        Assert.Contains(told, broken.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, broken.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr", broken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1birds")]
    [InlineData("my-table")]
    [InlineData("")]
    public void Client_OfAnImpossibleTableName_IsRefused(string name) => Assert.Contains(
        "no table name",
        Assert.Throws<ArgumentException>(
            () => new TableClient(TableConnection.Parse("UseDevelopmentStorage=true"), name)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Replace_WithoutAnETag_IsRefused() => Assert.Throws<ArgumentException>(
        () => TableOperation.Replace(new TableEntity("p", "r"), default(ETag)));
}
