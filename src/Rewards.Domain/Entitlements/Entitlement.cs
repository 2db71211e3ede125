using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Rewards.Domain.Entitlements;

/// <summary>What an entitlement is good for. The numbers are on disk.</summary>
public enum EntitlementKind : byte
{
    /// <summary>Something that is exchanged: a voucher, pages of a service.</summary>
    Coupon = 1,

    /// <summary>Something that may be downloaded.</summary>
    Download = 2,

    /// <summary>A place in a draw.</summary>
    DrawTicket = 3,
}

/// <summary>
/// What a member may claim, as a programme gives it: <paramref name="Item"/> is the operator's name of it. Valid to the
/// end of the local day that lies <paramref name="Validity"/> later; null: for ever.
/// </summary>
public sealed record EntitlementTerms(
    EntitlementKind Kind, string Item, int Quantity, Period? Validity, IReadOnlyDictionary<string, string> Names)
{
    public const int QuantityMax = 1_000_000;
}

/// <summary>
/// The id of an entitlement, derived from what gave it, so that the same gift has the same id however often it is
/// decided. What goes in is fixed for ever.
/// </summary>
public static class EntitlementIds
{
    public static string Of(string member, ActivityId activity, int rule, int index)
    {
        // Control characters are in no id, so the parts cannot run into each other.
        var text = string.Create(CultureInfo.InvariantCulture, $"{member}\n{activity.Value}\n{rule}\n{index}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
