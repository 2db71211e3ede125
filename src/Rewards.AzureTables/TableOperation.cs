using Azure;

namespace Rewards.AzureTables;

/// <summary>How an entity is to be written.</summary>
public enum WriteKind
{
    /// <summary>It must not exist.</summary>
    Insert,

    /// <summary>It must exist with the given ETag.</summary>
    Replace,

    /// <summary>Written whether it exists or not.</summary>
    Upsert,

    /// <summary>It must exist with the given ETag, or at all for <see cref="Azure.ETag.All"/>.</summary>
    Delete,
}

/// <summary>One write, alone or in an entity group transaction.</summary>
public readonly record struct TableOperation(WriteKind Kind, TableEntity Entity, ETag IfMatch)
{
    public static TableOperation Insert(TableEntity entity) => new(WriteKind.Insert, entity, default);

    /// <exception cref="ArgumentException">The ETag is empty, which would replace whatever is there.</exception>
    public static TableOperation Replace(TableEntity entity, ETag ifMatch) => ifMatch == default
        ? throw new ArgumentException("What is to be replaced is named by its ETag.", nameof(ifMatch))
        : new(WriteKind.Replace, entity, ifMatch);

    public static TableOperation Upsert(TableEntity entity) => new(WriteKind.Upsert, entity, default);

    public static TableOperation Delete(string partitionKey, string rowKey, ETag ifMatch) =>
        new(WriteKind.Delete, new TableEntity(partitionKey, rowKey), ifMatch);

    public static TableOperation Delete(string partitionKey, string rowKey) =>
        Delete(partitionKey, rowKey, ETag.All);
}
