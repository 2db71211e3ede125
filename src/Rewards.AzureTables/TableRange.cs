namespace Rewards.AzureTables;

/// <summary>
/// Entities of one partition with row keys from <paramref name="From"/> (included) to <paramref name="Before"/> (not
/// included), null: without that bound, in ordinal order, at most <paramref name="EntitiesMax"/> a page;
/// <paramref name="KeysOnly"/>: without their other properties.
/// </summary>
public readonly record struct TableRange(
    string PartitionKey, string? From, string? Before, int EntitiesMax, bool KeysOnly = false);

/// <summary>
/// A page of a query. The service may end a page early, even an empty one; <paramref name="Continuation"/> is null at
/// the end alone.
/// </summary>
public sealed record TablePage(IReadOnlyList<TableEntity> Entities, string? Continuation);
