using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Rewards.AzureTables;

/// <summary>
/// Signs each request with the account's key, "Shared Key for Table service authorization": HMAC-SHA256 over verb,
/// Content-MD5, Content-Type, date and the canonical resource. Runs for every try, because the date is signed.
/// </summary>
internal sealed class SharedKeyPolicy(string account, byte[] key) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.TryGetValue("Content-Type", out var contentType);
        request.Headers.TryGetValue("Content-MD5", out var contentHash);

        // The path as it is sent, percent signs and all; of the query only "comp" is signed, and no request here has
        // it.
        var resource = $"/{account}{request.Uri.ToUri().AbsolutePath}";
        var text = $"{request.Method.Method}\n{contentHash}\n{contentType}\n{date}\n{resource}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        request.Headers.SetValue("Authorization", $"SharedKey {account}:{signature}");
    }
}
