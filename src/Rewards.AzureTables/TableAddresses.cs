using System.Text;

namespace Rewards.AzureTables;

/// <summary>Addresses of one table: keys in quotes, a quote doubled, everything unusual percent-encoded.</summary>
internal sealed class TableAddresses(Uri endpoint, string table)
{
    private readonly string root = endpoint.AbsoluteUri.TrimEnd('/');

    public string Tables => $"{root}/Tables";

    public string Transaction => $"{root}/$batch";

    public string Table => $"{root}/{table}";

    public string Entity(string partitionKey, string rowKey) =>
        $"{Table}(PartitionKey='{Quoted(partitionKey)}',RowKey='{Quoted(rowKey)}')";

    public string Query(in TableRange range, string? continuation)
    {
        var filter = new StringBuilder($"PartitionKey eq '{Doubled(range.PartitionKey)}'");
        if (range.From is { } from)
        {
            filter.Append($" and RowKey ge '{Doubled(from)}'");
        }

        if (range.Before is { } before)
        {
            filter.Append($" and RowKey lt '{Doubled(before)}'");
        }

        return $"{Table}()?$filter={Uri.EscapeDataString(filter.ToString())}&$top={range.EntitiesMax}"
            + (range.KeysOnly ? "&$select=PartitionKey,RowKey" : "")
            + continuation;
    }

    private static string Quoted(string key) => Uri.EscapeDataString(Doubled(key));

    private static string Doubled(string key) => key.Replace("'", "''", StringComparison.Ordinal);
}
