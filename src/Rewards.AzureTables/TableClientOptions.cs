using Azure.Core;
using Azure.Core.Pipeline;

namespace Rewards.AzureTables;

/// <summary>
/// Settings of Azure.Core's pipeline: transport, diagnostics (logging with redacted headers, request ids, an activity
/// for each request) are Azure's own.
/// </summary>
public sealed class TableClientOptions : ClientOptions
{
    private const int ReadRetriesMax = 3;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(2);

    public TableClientOptions()
    {
        RetryPolicy = new ReadsOnlyRetryPolicy(ReadRetriesMax, RetryDelay, RetryDelayMax);
        Diagnostics.IsLoggingContentEnabled = false;
    }

    /// <summary>
    /// How long one try of a request may take. The service itself gives up a query after 5 s and a write after 10 s or
    /// so (30 s in its contract); what has no answer by then is an unknown outcome.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(15);

    internal HttpPipeline Build(TableConnection connection)
    {
        Retry.NetworkTimeout = RequestTimeout;
        HttpPipelinePolicy authentication = connection switch
        {
            { AccountKey: { } key, Account: { } account } => new SharedKeyPolicy(account, key),
            { Credential: { } credential } => new BearerTokenAuthenticationPolicy(
                credential, "https://storage.azure.com/.default"),
            _ => new SignaturePolicy(connection.Signature ?? ""),
        };

        // A signature is added once to the address; a key signs each try.
        return connection.Signature is null
            ? HttpPipelineBuilder.Build(this, [], [authentication], null)
            : HttpPipelineBuilder.Build(this, [authentication], [], null);
    }
}
