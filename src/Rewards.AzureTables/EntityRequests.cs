using System.Buffers;
using Azure.Core;

namespace Rewards.AzureTables;

/// <summary>What a write looks like as an HTTP request; the same alone and within a transaction.</summary>
internal static class EntityRequests
{
    /// <summary>Minimal metadata: types of 64-bit numbers and binary are there, and ETags in lists.</summary>
    public const string Json = "application/json;odata=minimalmetadata";

    public static RequestMethod Verb(WriteKind kind) => kind switch
    {
        WriteKind.Insert => RequestMethod.Post,
        WriteKind.Delete => RequestMethod.Delete,
        _ => RequestMethod.Put,
    };

    public static string Address(in TableOperation operation, TableAddresses addresses) =>
        operation.Kind == WriteKind.Insert
            ? addresses.Table
            : addresses.Entity(operation.Entity.PartitionKey, operation.Entity.RowKey);

    /// <exception cref="ArgumentException">The entity is beyond <see cref="TableLimits"/>.</exception>
    public static void WriteChecked(IBufferWriter<byte> target, TableEntity entity)
    {
        Check(entity);
        var json = new ArrayBufferWriter<byte>(512);
        EntityJson.Write(json, entity);
        Require(json.WrittenCount <= TableLimits.EntityJsonBytesMax, entity, $"has {json.WrittenCount} bytes of JSON");
        target.Write(json.WrittenSpan);
    }

    private static void Check(TableEntity entity)
    {
        Require(TableLimits.WhyNotAKey(entity.PartitionKey) is null, entity, "has an impossible partition key");
        Require(TableLimits.WhyNotAKey(entity.RowKey) is null, entity, "has an impossible row key");
        Require(entity.Properties.Count <= TableLimits.PropertiesMax, entity, "has too many properties");
        foreach (var (name, value) in entity.Properties)
        {
            Require(
                value is not ReadOnlyMemory<byte> bytes || bytes.Length <= TableLimits.BinaryBytesMax,
                entity,
                $"has more than {TableLimits.BinaryBytesMax} bytes in '{name}'");
            Require(
                value is not string text || text.Length <= TableLimits.TextLengthMax,
                entity,
                $"has more than {TableLimits.TextLengthMax} characters in '{name}'");
        }
    }

    private static void Require(bool holds, TableEntity entity, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException($"The entity '{entity.PartitionKey}' '{entity.RowKey}' {otherwise}.");
        }
    }
}
