using Azure;

namespace Rewards.AzureTables;

/// <summary>
/// An entity: two keys and named properties, each a <see cref="string"/>, <see cref="bool"/>, <see cref="int"/>,
/// <see cref="long"/> or bytes.
/// </summary>
public sealed class TableEntity(string partitionKey, string rowKey)
{
    private readonly Dictionary<string, object> properties = new(StringComparer.Ordinal);

    public string PartitionKey => partitionKey;

    public string RowKey => rowKey;

    /// <summary>Changes with every write; empty for an entity that was not read.</summary>
    public ETag ETag { get; init; }

    public IReadOnlyDictionary<string, object> Properties => properties;

    public TableEntity With(string name, string value) => Put(name, value);

    public TableEntity With(string name, long value) => Put(name, value);

    public TableEntity With(string name, int value) => Put(name, value);

    public TableEntity With(string name, bool value) => Put(name, value);

    public TableEntity With(string name, ReadOnlyMemory<byte> value) => Put(name, value);

    /// <exception cref="FormatException">There is no such property, or it is of another type.</exception>
    public string Text(string name) => Get<string>(name);

    /// <exception cref="FormatException">There is no such property, or it is of another type.</exception>
    public long Number(string name) => properties.GetValueOrDefault(name) is int small ? small : Get<long>(name);

    /// <exception cref="FormatException">There is no such property, or it is of another type.</exception>
    public ReadOnlyMemory<byte> Bytes(string name) => Get<ReadOnlyMemory<byte>>(name);

    public bool Has(string name) => properties.ContainsKey(name);

    internal TableEntity Put(string name, object value)
    {
        properties[name] = value;
        return this;
    }

    private T Get<T>(string name) => properties.GetValueOrDefault(name) is T value
        ? value
        : throw new FormatException($"The entity '{partitionKey}' '{rowKey}' has no {typeof(T).Name} '{name}'.");
}
