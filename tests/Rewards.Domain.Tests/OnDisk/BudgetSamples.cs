using NodaTime;
using Rewards.Domain.Budgets;

namespace Rewards.Domain.Tests.OnDisk;

/// <summary>Samples of budgets: what members draw, and what their allocator records.</summary>
internal static class BudgetSamples
{
    private const ulong Key = 0x0123456789ABCDEF;

    private static readonly Instant Month = Instant.FromUtc(2026, 2, 28, 16, 0);

    public static readonly EventSample[] OfMembers =
    [
        new("budgets-drawn.v1", new BudgetsDrawn(
            [
                new BudgetDraw(300, Key, Month, 200, 10),
                new BudgetDraw(0, 1, NodaConstants.UnixEpoch, 1, 1_000_000_000_000),
            ]),
            "02ac020123456789abcdef8080b2a28ef9a506c8010a000000000000000001000180a094a58d1d"),
    ];

    public static readonly EventSample[] OfAllocators =
    [
        new("slice-leased.v1", new SliceLeased(200, "growth", Key, Month, "points", 5_000, "host", 7),
            "c8010667726f7774680123456789abcdef8080b2a28ef9a50606706f696e7473882704686f737407"),
        new("slice-settled.v1", new SliceSettled(200, 4_999), "c8018727"),
        new("budget-freed.v1", new BudgetFreed(Key, Month, "m1", new ActivityId("活动-1"), 7, 100),
            "0123456789abcdef8080b2a28ef9a506026d3108e6b4bbe58aa82d310764"),
    ];
}
