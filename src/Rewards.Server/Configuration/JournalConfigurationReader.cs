using System.Text.RegularExpressions;
using Rewards.Domain.Programmes;

namespace Rewards.Server.Configuration;

/// <summary>Reads the section <c>journal</c> of <c>rewards.yaml</c>.</summary>
internal static partial class JournalConfigurationReader
{
    private const string TableDefault = "rewards";

    private static readonly Dictionary<string, JournalKind> Kinds = new(StringComparer.Ordinal)
    {
        ["sqlite"] = JournalKind.Sqlite,
        ["azure-tables"] = JournalKind.AzureTables,
    };

    /// <summary>A word alone is the kind: <c>journal: azure-tables</c>.</summary>
    public static JournalConfiguration Read(DocumentMapping? root)
    {
        var field = root?.Find("journal");
        if (field?.Node is ScalarNode { Kind: ScalarKind.Text })
        {
            return new JournalConfiguration(field.AsWord(Kinds) ?? JournalKind.Sqlite, "rewards.db");
        }

        var journal = ServerConfigurationReader.Section(
            root, "journal", "kind", "path", "connection", "endpoint", "table");
        var kind = journal?.Find("kind")?.AsWord(Kinds) ?? JournalKind.Sqlite;
        var connection = journal?.Find("connection");
        var endpoint = journal?.Find("endpoint");
        foreach (var foreign in new[] { connection, endpoint, journal?.Find("table") })
        {
            if (kind != JournalKind.AzureTables)
            {
                foreign?.Refuse("only with kind: azure-tables");
            }
        }

        if (connection is not null && endpoint is not null)
        {
            endpoint.Refuse("a connection string or an endpoint, not both");
        }

        return new JournalConfiguration(
            kind,
            ReadPath(journal, "path") ?? "rewards.db",
            connection?.AsText("a connection string"),
            ReadEndpoint(endpoint),
            ReadTable(journal?.Find("table")) ?? TableDefault);
    }

    public static string? ReadPath(DocumentMapping? section, string name)
    {
        const string allowed = "a path of at least one character";
        var field = section?.Find(name);
        var path = field?.AsText(allowed);
        if (path is not null && (string.IsNullOrWhiteSpace(path) || path.Any(char.IsControl)))
        {
            field!.Refuse(allowed);
            return null;
        }

        return path;
    }

    private static Uri? ReadEndpoint(DocumentField? field)
    {
        const string allowed = "an address that begins with https://";
        if (field?.AsText(allowed) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme == Uri.UriSchemeHttps)
        {
            return endpoint;
        }

        field.Refuse(allowed);
        return null;
    }

    /// <summary>The service allows 63 characters; the log's table has three more.</summary>
    private static string? ReadTable(DocumentField? field)
    {
        const string allowed = "3 to 60 letters and digits, beginning with a letter";
        if (field?.AsText(allowed) is not { } name || TableName().IsMatch(name))
        {
            return field?.AsText(allowed);
        }

        field.Refuse(allowed);
        return null;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,59}$")]
    private static partial Regex TableName();
}
