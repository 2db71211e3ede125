using Rewards.Domain.Time;

namespace Rewards.Domain.Programmes;

/// <summary>How windows are written, wherever a document has one.</summary>
internal static class WindowWords
{
    public static readonly Dictionary<string, WindowKind> All = new(StringComparer.Ordinal)
    {
        ["day"] = WindowKind.Day,
        ["week"] = WindowKind.Week,
        ["month"] = WindowKind.Month,
        ["lifetime"] = WindowKind.Lifetime,
    };
}
