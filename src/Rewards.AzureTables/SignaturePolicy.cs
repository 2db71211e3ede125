using Azure.Core;
using Azure.Core.Pipeline;

namespace Rewards.AzureTables;

/// <summary>Adds a shared access signature to the address of each request, once however often it is tried.</summary>
internal sealed class SignaturePolicy(string signature) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var query = message.Request.Uri.Query.TrimStart('?');
        message.Request.Uri.Query = query.Length == 0 ? signature : $"{query}&{signature}";
    }
}
