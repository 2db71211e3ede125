using System.Security.Cryptography;

namespace Rewards.Domain.Programmes;

/// <summary>Names a document by its content, however it was spelled.</summary>
public static class DocumentHash
{
    /// <summary>SHA-256 of the canonical form in lower-case hexadecimal, 64 characters.</summary>
    public static string Of(ReadOnlySpan<byte> canonical) => Convert.ToHexStringLower(SHA256.HashData(canonical));
}
