using Azure.Core;
using Azure.Core.Pipeline;
using Rewards.AzureTables;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>The line between one host and the store, which can be cut, or lose a request or a reply.</summary>
internal sealed class Cable : HttpPipelineTransport
{
    // Not disposed with a test: requests of a host that was cut off may still be under way.
    private static readonly HttpPipelineTransport Line = HttpClientTransport.Shared;
    private Func<Request, bool>? losesReply;
    private Func<Request, bool>? losesRequest;
    private volatile bool isCut;

    /// <summary>Such requests do not arrive, one and all.</summary>
    public Func<Request, bool>? CutFor { get; set; }

    /// <summary>Something that happens while a reply is on its way back.</summary>
    public Func<Request, Task>? Delays { get; set; }

    /// <summary>Nothing goes through any more.</summary>
    public bool IsCut
    {
        get => isCut;
        set => isCut = value;
    }

    public int Lost { get; private set; }

    public TableClientOptions Options() => new() { Transport = this };

    /// <summary>The next such request is done, and its reply does not come back.</summary>
    public void LoseReplyOf(Func<Request, bool> which) => losesReply = which;

    /// <summary>The next such request does not arrive.</summary>
    public void LoseRequest(Func<Request, bool> which) => losesRequest = which;

    public static bool IsTransaction(Request request) =>
        request.Uri.ToUri().AbsolutePath.EndsWith("$batch", StringComparison.Ordinal);

    /// <summary>A transaction with this text in it.</summary>
    public static bool IsTransactionWith(Request request, string text)
    {
        if (!IsTransaction(request))
        {
            return false;
        }

        using var body = new MemoryStream();
        request.Content!.WriteTo(body, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(body.ToArray()).Contains(text, StringComparison.Ordinal);
    }

    /// <summary>A transaction on the log.</summary>
    public static bool IsOnTheLog(Request request) =>
        IsTransactionWith(request, "PartitionKey='log'") || IsTransactionWith(request, "\"PartitionKey\":\"log\"");

    public override Request CreateRequest() => Line.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Everything here waits.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        if (isCut || CutFor?.Invoke(message.Request) == true || Takes(ref losesRequest, message.Request))
        {
            throw new IOException("The line is dead.");
        }

        await Line.ProcessAsync(message);
        if (Delays is { } delays)
        {
            await delays(message.Request);
        }

        if (Takes(ref losesReply, message.Request))
        {
            throw new IOException("The reply is lost.");
        }
    }

    private bool Takes(ref Func<Request, bool>? fault, Request request)
    {
        var wanted = fault;
        if (wanted?.Invoke(request) != true || Interlocked.CompareExchange(ref fault, null, wanted) != wanted)
        {
            return false;
        }

        Lost++;
        return true;
    }
}
