using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Rewards.AzureTables;

/// <summary>
/// One table of Azure Table storage, over Azure.Core's pipeline. Reads are tried again by the pipeline, writes never:
/// <see cref="TableRequestException.IsUnknownOutcome"/> tells the caller to read back.
/// </summary>
public sealed partial class TableClient
{
    private const string ServiceVersion = "2019-02-02";
    private readonly HttpPipeline pipeline;
    private readonly TableAddresses addresses;

    /// <exception cref="ArgumentException">The name is no table name.</exception>
    public TableClient(TableConnection connection, string table, TableClientOptions? options = null)
    {
        if (!TableName().IsMatch(table))
        {
            throw new ArgumentException(
                $"'{table}' is no table name: 3 to 63 letters and digits, beginning with a letter.", nameof(table));
        }

        Name = table;
        addresses = new TableAddresses(connection.Endpoint, table);
        pipeline = (options ?? new TableClientOptions()).Build(connection);
    }

    public string Name { get; }

    /// <summary>Creates the table; one that exists is left as it is.</summary>
    /// <exception cref="TableRequestException">The service refused, or did not answer.</exception>
    public async ValueTask CreateIfMissingAsync(CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["TableName"] = Name });
        using var message = Message(RequestMethod.Post, addresses.Tables, body);
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        using var call = TableDiagnostics.Begin("create-table", Name);
        try
        {
            await SendAsync(message, call, cancellation).ConfigureAwait(false);
        }
        catch (TableRequestException e) when (e.ErrorCode == "TableAlreadyExists")
        {
        }
    }

    /// <summary>Inserts, replaces, upserts or deletes one entity; returns its new ETag.</summary>
    /// <exception cref="TableRequestException">The service refused, or did not answer.</exception>
    public async ValueTask<ETag> WriteAsync(TableOperation operation, CancellationToken cancellation)
    {
        ArrayBufferWriter<byte>? body = null;
        if (operation.Kind != WriteKind.Delete)
        {
            body = new ArrayBufferWriter<byte>(512);
            EntityRequests.WriteChecked(body, operation.Entity);
        }

        var verb = EntityRequests.Verb(operation.Kind);
        using var message = Message(verb, EntityRequests.Address(operation, addresses), body?.WrittenMemory);
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        if (operation.IfMatch != default)
        {
            message.Request.Headers.SetValue("If-Match", operation.IfMatch.ToString("H"));
        }

        using var call = TableDiagnostics.Begin(NameOf(operation.Kind), Name);
        var response = await SendAsync(message, call, cancellation).ConfigureAwait(false);
        return response.Headers.ETag ?? default;
    }

    /// <summary>
    /// All of it or nothing, within one partition; returns the new ETags in the order of the operations.
    /// </summary>
    /// <exception cref="ArgumentException">Beyond <see cref="TableLimits"/>; nothing was sent.</exception>
    /// <exception cref="TableRequestException">The service refused, or did not answer.</exception>
    public async ValueTask<IReadOnlyList<ETag>> TransactAsync(
        IReadOnlyList<TableOperation> operations, CancellationToken cancellation)
    {
        var body = TransactionBody.Of(operations, addresses);
        using var message = Message(RequestMethod.Post, addresses.Transaction, body.Written, body.ContentType);
        using var call = TableDiagnostics.Begin("transaction", Name);
        var response = await SendAsync(message, call, cancellation).ConfigureAwait(false);
        try
        {
            return TransactionReply.Read(response.Content.ToMemory(), operations.Count);
        }
        catch (TableRequestException e)
        {
            call.Failed(e);
            throw;
        }
    }

    /// <summary>One entity by its keys; null when there is none.</summary>
    /// <exception cref="TableRequestException">The service refused, or did not answer.</exception>
    public async ValueTask<TableEntity?> FindAsync(
        string partitionKey, string rowKey, CancellationToken cancellation)
    {
        using var message = Message(RequestMethod.Get, addresses.Entity(partitionKey, rowKey));
        using var call = TableDiagnostics.Begin("find", Name);
        try
        {
            var response = await SendAsync(message, call, cancellation).ConfigureAwait(false);
            return Read(response, root => EntityJson.Read(root, response.Headers.ETag));
        }
        catch (TableRequestException e) when (e.ErrorCode is "ResourceNotFound" or "EntityNotFound")
        {
            return null;
        }
    }

    /// <summary>One page of a range; <paramref name="continuation"/> is null or what the page before gave.</summary>
    /// <exception cref="TableRequestException">The service refused, or did not answer.</exception>
    public async ValueTask<TablePage> QueryAsync(
        TableRange range, string? continuation, CancellationToken cancellation)
    {
        using var message = Message(RequestMethod.Get, addresses.Query(range, continuation));
        using var call = TableDiagnostics.Begin("query", Name);
        var response = await SendAsync(message, call, cancellation).ConfigureAwait(false);
        var entities = Read(response, root => root.GetProperty("value").EnumerateArray()
            .Select(json => EntityJson.Read(json, null)).ToList());
        return new TablePage(entities, ContinuationOf(response));
    }

    /// <summary>A reply that is not what the service answers (a proxy's page, half of one) is none.</summary>
    private static T Read<T>(Response response, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Content.ToMemory());
            return read(document.RootElement);
        }
        catch (Exception e) when (
            e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw TableRequestException.Unanswered(e);
        }
    }

    private static string? ContinuationOf(Response response)
    {
        if (!response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition))
        {
            return null;
        }

        response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row);
        return $"&NextPartitionKey={Uri.EscapeDataString(partition)}"
            + (row is null ? "" : $"&NextRowKey={Uri.EscapeDataString(row)}");
    }

    private static string NameOf(WriteKind kind) => kind switch
    {
        WriteKind.Insert => "insert",
        WriteKind.Replace => "replace",
        WriteKind.Upsert => "upsert",
        _ => "delete",
    };

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    private static partial Regex TableName();

    private HttpMessage Message(
        RequestMethod verb, string address, ReadOnlyMemory<byte>? body = null, string type = "application/json")
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = verb;
        message.Request.Uri.Reset(new Uri(address));
        message.Request.Headers.SetValue("x-ms-version", ServiceVersion);
        message.Request.Headers.SetValue("DataServiceVersion", "3.0");
        message.Request.Headers.SetValue("Accept", EntityRequests.Json);
        if (body is { } content)
        {
            message.Request.Headers.SetValue("Content-Type", type);
            message.Request.Content = RequestContent.Create(content);
        }

        return message;
    }

    private async ValueTask<Response> SendAsync(
        HttpMessage message, TableDiagnostics.Call call, CancellationToken cancellation)
    {
        TableRequestException failure;
        try
        {
            await pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
            if (message.Response.Status is >= 200 and <= 299)
            {
                return message.Response;
            }

            failure = ErrorReply.Of(message.Response);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            failure = TableRequestException.Unanswered(e);
        }

        call.Failed(failure);
        throw failure;
    }
}
