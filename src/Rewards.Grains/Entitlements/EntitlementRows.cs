using Rewards.Domain.Entitlements;
using Rewards.Domain.Members;
using Rewards.Journal;

namespace Rewards.Grains.Entitlements;

/// <summary>
/// The keyed row of an entitlement: who honours it will find it by its id. The form of the value is on disk.
/// </summary>
internal static class EntitlementRows
{
    private static readonly byte[] Granted = [1];
    private static readonly byte[] TakenBack = [2];

    public static RowKey Key(string id) => new(RowKind.Entitlement, id);

    public static Row Of(EntitlementEvent change) =>
        new(Key(change.Id), change is EntitlementGranted ? Granted : TakenBack);

    public static bool IsTakenBack(ReadOnlyMemory<byte> value) => value.Span.SequenceEqual(TakenBack);

    /// <summary>Adds the rows for which a decision's events ask.</summary>
    public static void AddTo(List<Row> rows, IReadOnlyList<MemberEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is EntitlementEvent change)
            {
                rows.Add(Of(change));
            }
        }
    }
}
