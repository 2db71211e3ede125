using System.Buffers;
using System.Text;
using Azure;

namespace Rewards.AzureTables;

/// <summary>
/// The body of an entity group transaction: a multipart document with one change set, in which each operation is a
/// small HTTP request. CRLF everywhere, as RFC 2046 and the service want it.
/// </summary>
internal sealed class TransactionBody
{
    private readonly ArrayBufferWriter<byte> bytes = new(1024);

    private TransactionBody()
    {
    }

    public string ContentType { get; } = $"multipart/mixed; boundary={Batch}";

    public ReadOnlyMemory<byte> Written => bytes.WrittenMemory;

    // Fixed: base64 and JSON on one line never begin a line with two hyphens.
    private const string Batch = "batch_rewards";
    private const string Changes = "changeset_rewards";

    /// <exception cref="ArgumentException">Beyond <see cref="TableLimits"/>, or not one partition.</exception>
    public static TransactionBody Of(IReadOnlyList<TableOperation> operations, TableAddresses addresses)
    {
        if (operations.Count is 0 or > TableLimits.EntitiesPerTransactionMax)
        {
            throw new ArgumentException(
                $"A transaction has 1 to {TableLimits.EntitiesPerTransactionMax} operations, not {operations.Count}.");
        }

        var body = new TransactionBody();
        body.Line($"--{Batch}");
        body.Line($"Content-Type: multipart/mixed; boundary={Changes}");
        body.Line("");
        foreach (var operation in operations)
        {
            if (operation.Entity.PartitionKey != operations[0].Entity.PartitionKey)
            {
                throw new ArgumentException("A transaction stays within one partition.");
            }

            body.Add(operation, addresses);
        }

        body.Line($"--{Changes}--");
        body.Line($"--{Batch}--");
        return body.bytes.WrittenCount <= TableLimits.TransactionBytesMax
            ? body
            : throw new ArgumentException(
                $"The transaction has {body.bytes.WrittenCount} bytes; at most {TableLimits.TransactionBytesMax}.");
    }

    private void Add(in TableOperation operation, TableAddresses addresses)
    {
        Line($"--{Changes}");
        Line("Content-Type: application/http");
        Line("Content-Transfer-Encoding: binary");
        Line("");
        var verb = EntityRequests.Verb(operation.Kind).Method;
        Line($"{verb} {EntityRequests.Address(operation, addresses)} HTTP/1.1");
        Line($"Accept: {EntityRequests.Json}");
        Line("DataServiceVersion: 3.0;");
        if (operation.IfMatch != default)
        {
            Line($"If-Match: {operation.IfMatch.ToString("H")}");
        }

        if (operation.Kind != WriteKind.Delete)
        {
            Line("Content-Type: application/json");
            if (operation.Kind == WriteKind.Insert)
            {
                Line("Prefer: return-no-content");
            }

            Line("");
            EntityRequests.WriteChecked(bytes, operation.Entity);
        }

        Line("");
    }

    private void Line(string text)
    {
        Encoding.UTF8.GetBytes(text, bytes);
        bytes.Write("\r\n"u8);
    }
}
