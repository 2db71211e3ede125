using System.Security.Cryptography;
using System.Text;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>
/// Signs an account SAS for the table service, as an operator's tool does: the string that the service's documentation
/// spells out, line by line, under the account's key.
/// </summary>
internal static class AccountSignature
{
    private const string Version = "2019-02-02";

    /// <param name="account">The account.</param>
    /// <param name="key">Its key, base64.</param>
    /// <param name="permissions">Of <c>rwdlacu</c>, in this order.</param>
    /// <param name="until">When it ends.</param>
    public static string Of(string account, string key, string permissions, DateTimeOffset until)
    {
        var expiry = until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        string[] lines = [account, permissions, "t", "sco", "", expiry, "", "https,http", Version, ""];
        var toSign = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key), toSign));
        return $"sv={Version}&ss=t&srt=sco&sp={permissions}&spr=https,http&se={Uri.EscapeDataString(expiry)}"
            + $"&sig={Uri.EscapeDataString(signature)}";
    }
}
