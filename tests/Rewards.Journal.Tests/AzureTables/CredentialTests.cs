using Azure;
using Azure.Core;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables;
using Rewards.Journal.Tests.Conformance;
using Rewards.Tests.Shared.Azure;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>Each way to prove who asks, checked by Azurite: key, account SAS, token.</summary>
public sealed class CredentialTests
{
    private static readonly Dictionary<string, string> Parts = Azurite.ConnectionString
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(part => part[..part.IndexOf('=')], part => part[(part.IndexOf('=') + 1)..]);

    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_OfTheAccount_DoesEverything() =>
        await AssertDoesEverythingAsync(TableConnection.Parse(Azurite.ConnectionString));

    [Fact]
    public async Task Key_OfSomebodyElse_IsRefused()
    {
        var other = Azurite.ConnectionString.Replace(
            Parts["AccountKey"], Convert.ToBase64String(new byte[64]), StringComparison.Ordinal);

        await AssertRefusedAsync(TableConnection.Parse(other));
    }

    [Fact]
    public async Task AccountSas_WithEveryPermission_DoesEverything() =>
        await AssertDoesEverythingAsync(WithSignature("rwdlacu", Later));

    [Fact]
    public async Task AccountSas_ForReadingOnly_ReadsAndDoesNotWrite()
    {
        var name = Azurite.NewTable();
        var owner = new TableClient(TableConnection.Parse(Azurite.ConnectionString), name);
        await owner.CreateIfMissingAsync(Cancellation);
        await owner.WriteAsync(TableOperation.Insert(Entity("a", 1)), Cancellation);
        var reader = new TableClient(WithSignature("r", Later), name);

        Assert.Equal(1, (await reader.FindAsync("p", "a", Cancellation))!.Number("Number"));
        var refused = await Assert.ThrowsAsync<TableRequestException>(
            () => reader.WriteAsync(TableOperation.Insert(Entity("b", 1)), Cancellation).AsTask());
        Assert.Equal(403, refused.Status);
        Assert.False(refused.IsUnknownOutcome);
    }

    [Fact]
    public async Task AccountSas_ThatHasEnded_IsRefused() =>
        await AssertRefusedAsync(WithSignature("rwdlacu", TimeProvider.System.GetUtcNow().AddHours(-1)));

    [Fact]
    public async Task Token_OfAnIdentity_DoesEverythingOverTls()
    {
        await using var azurite = await SecureAzurite.StartAsync();
        var connection = TableConnection.WithToken(azurite.Endpoint, new TestToken("https://storage.azure.com"));

        await AssertDoesEverythingAsync(connection, azurite.Options);
    }

    [Fact]
    public async Task Token_ForAnotherService_IsRefused()
    {
        await using var azurite = await SecureAzurite.StartAsync();
        var connection = TableConnection.WithToken(azurite.Endpoint, new TestToken("https://example.org"));

        await AssertRefusedAsync(connection, azurite.Options);
    }

    [Fact]
    public void Token_WithoutTls_IsNotSent() => Assert.Throws<FormatException>(
        () => TableConnection.WithToken(new Uri(Parts["TableEndpoint"]), new TestToken("https://storage.azure.com")));

    private static TableConnection WithSignature(string permissions, DateTimeOffset until) => TableConnection.Parse(
        $"TableEndpoint={Parts["TableEndpoint"]};SharedAccessSignature="
        + AccountSignature.Of(Parts["AccountName"], Parts["AccountKey"], permissions, until));

    /// <summary>Each request that the client knows, and a journal from its first record to its feed.</summary>
    private static async Task AssertDoesEverythingAsync(
        TableConnection connection, Func<TableClientOptions>? options = null)
    {
        options ??= () => new TableClientOptions();
        var table = new TableClient(connection, Azurite.NewTable(), options());
        await table.CreateIfMissingAsync(Cancellation);
        await table.CreateIfMissingAsync(Cancellation);
        var tag = await table.WriteAsync(TableOperation.Insert(Entity("a'b c%", 1)), Cancellation);
        await table.WriteAsync(TableOperation.Replace(Entity("a'b c%", 2), tag), Cancellation);
        await table.TransactAsync(
            [.. Enumerable.Range(0, 5).Select(i => TableOperation.Upsert(Entity($"b{i}", i)))], Cancellation);
        Assert.Equal(2, (await table.FindAsync("p", "a'b c%", Cancellation))!.Number("Number"));
        var first = await table.QueryAsync(new TableRange("p", "b", "c", 3), null, Cancellation);
        var second = await table.QueryAsync(new TableRange("p", "b", "c", 3), first.Continuation, Cancellation);
        Assert.Equal(
            ["b0", "b1", "b2", "b3", "b4"], first.Entities.Concat(second.Entities).Select(entity => entity.RowKey));
        var keys = await table.QueryAsync(new TableRange("p", "b", "c", 3, KeysOnly: true), null, Cancellation);
        Assert.Equal(["b0", "b1", "b2"], keys.Entities.Select(entity => entity.RowKey));
        Assert.All(keys.Entities, entity => Assert.False(entity.Has("Number")));
        await table.WriteAsync(TableOperation.Delete("p", "b0"), Cancellation);
        Assert.Null(await table.FindAsync("p", "b0", Cancellation));

        await using var journal = await AzureTablesJournal.OpenAsync(
            new AzureTablesJournalOptions { Connection = connection, Table = Azurite.NewTable(), Client = options },
            Cancellation);
        await journal.AppendAsync(Scribe.OfMember("m/1").Next("one", rows: ["a"], newRows: true));
        Assert.Equal(["one"], (await Feeds.WholeAsync(journal)).Select(Scribe.TextOf));
    }

    private static async Task AssertRefusedAsync(TableConnection connection, Func<TableClientOptions>? options = null)
    {
        var table = new TableClient(connection, Azurite.NewTable(), options?.Invoke());
        var refused = await Assert.ThrowsAsync<TableRequestException>(
            () => table.CreateIfMissingAsync(Cancellation).AsTask());
        Assert.InRange(refused.Status, 401, 403);
        var journal = new AzureTablesJournalOptions
        {
            Connection = connection,
            Table = Azurite.NewTable(),
            Client = options ?? (() => new TableClientOptions()),
        };
        await Assert.ThrowsAsync<JournalOpenException>(
            () => AzureTablesJournal.OpenAsync(journal, Cancellation).AsTask());
    }

    private static TableEntity Entity(string row, int number) => new TableEntity("p", row).With("Number", number);

    /// <summary>A token as Microsoft Entra ID makes them; Azurite reads everything in it but its signature.</summary>
    private sealed class TestToken(string audience) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext request, CancellationToken cancellation)
        {
            Assert.Equal(["https://storage.azure.com/.default"], request.Scopes);
            var now = TimeProvider.System.GetUtcNow();
            var (from, to) = (now.AddMinutes(-5).ToUnixTimeSeconds(), now.AddHours(1));
            var claims = $$"""
                { "aud": "{{audience}}", "iss": "https://sts.windows.net/test/", "iat": {{from}}, "nbf": {{from}},
                  "exp": {{to.ToUnixTimeSeconds()}} }
                """;
            return new AccessToken($"{Encoded("""{ "alg": "HS256", "typ": "JWT" }""")}.{Encoded(claims)}.c2ln", to);
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext request, CancellationToken cancellation) => new(GetToken(request, cancellation));

        private static string Encoded(string json) =>
            System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json));
    }
}
