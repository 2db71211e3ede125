using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Rewards.Domain.Time;

namespace Rewards.Domain.Rules;

/// <summary>
/// Derives <see cref="Limit.Key"/>. What goes in is fixed for ever: counters on disk are found by it.
/// </summary>
public static class LimitKeys
{
    public static ulong Of(string rule, LimitScope scope, LimitUnit unit, WindowKind window, string? currency)
    {
        var text = $"{rule}|{(byte)scope}|{(byte)unit}|{(byte)window}|{currency}";
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
