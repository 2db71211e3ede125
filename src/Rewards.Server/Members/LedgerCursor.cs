using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Rewards.Grains.Members;
using Rewards.Server.Http;

namespace Rewards.Server.Members;

/// <summary>A place in a ledger as callers hand it back: opaque, and checked to be one of the member's.</summary>
internal static class LedgerCursor
{
    public static string Format(LedgerPlace place) => Base64Url.EncodeToString(
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place.Record}.{place.Shown}")));

    /// <exception cref="ProblemException"><c>invalid-cursor</c>.</exception>
    public static LedgerPlace? Parse(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        if (cursor.Length <= 64 && Base64Url.IsValid(cursor))
        {
            var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('.');
            if (parts.Length == 2
                && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var record)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var shown))
            {
                return new LedgerPlace(record, shown);
            }
        }

        throw new ProblemException(Problems.InvalidCursor,
            "'after' is not a cursor; use 'next' of the page before as it is.");
    }
}
