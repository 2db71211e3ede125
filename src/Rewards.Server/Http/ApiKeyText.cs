using System.Security.Cryptography;
using System.Text;

namespace Rewards.Server.Http;

/// <summary>
/// An API key as callers send it: <c>rk_{id}_{secret}</c>. The id is public and finds the key; the secret is random and
/// long, so its plain SHA-256 is enough to keep.
/// </summary>
public readonly record struct ApiKeyText(string Id, byte[] SecretHash)
{
    private const string Prefix = "rk_";
    private const int SecretLengthMin = 16;
    private const int KeyLengthMax = 200;

    /// <summary>Takes a key apart; null when it has not the form of one.</summary>
    public static ApiKeyText? Parse(ReadOnlySpan<char> key)
    {
        if (key.Length > KeyLengthMax || !key.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = key[Prefix.Length..];
        var end = rest.IndexOf('_');
        if (end < 1 || rest.Length - end - 1 < SecretLengthMin || !Ascii.IsValid(rest))
        {
            return null;
        }

        var secret = rest[(end + 1)..];
        Span<byte> bytes = stackalloc byte[KeyLengthMax];
        var length = Encoding.ASCII.GetBytes(secret, bytes);
        return new ApiKeyText(rest[..end].ToString(), SHA256.HashData(bytes[..length]));
    }

    /// <summary>Makes a new key: 160 random bits.</summary>
    public static (string Id, string Key) Make()
    {
        var id = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 12);
        var secret = RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", 40);
        return (id, $"{Prefix}{id}_{secret}");
    }
}
