using System.Globalization;
using Rewards.Domain;
using Rewards.Domain.Vesting;
using Rewards.Journal;

namespace Rewards.Grains.Vesting;

/// <summary>The keyed row with what became of an award that vests. The form of key and value is on disk.</summary>
internal static class VestingRow
{
    public static RowKey Key(ActivityId activity, int rule) => new(RowKind.Vesting, Name(activity, rule));

    public static Row Of(ActivityId activity, int rule, VestingStatus status) =>
        new(Key(activity, rule), new[] { (byte)status });

    public static VestingStatus Read(ReadOnlyMemory<byte> value) => value.Length == 1
        ? (VestingStatus)value.Span[0]
        : throw new JournalCorruptException("A row with the status of an award that vests is malformed.");

    /// <summary>Key of the due work that ends it.</summary>
    public static string DueKey(ActivityId activity, int rule) => DueWork + Name(activity, rule);

    public const string DueWork = "vest:";

    /// <summary>The activity that such a key is about.</summary>
    public static string ActivityOf(string dueKey) =>
        dueKey[(dueKey.IndexOf('/', DueWork.Length) + 1)..];

    private static string Name(ActivityId activity, int rule) =>
        string.Create(CultureInfo.InvariantCulture, $"{rule}/{activity.Value}");
}
