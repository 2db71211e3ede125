using Azure.Core;

namespace Rewards.AzureTables;

/// <summary>Where the tables are and how requests prove who sends them.</summary>
public sealed class TableConnection
{
    // The account that every emulator has and everybody knows; not a secret.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string EmulatorEndpoint = "http://127.0.0.1:10002/" + EmulatorAccount;

    private TableConnection(Uri endpoint) => Endpoint = endpoint;

    /// <summary>The table service's address, without a slash at the end.</summary>
    public Uri Endpoint { get; }

    internal string? Account { get; private init; }

    internal byte[]? AccountKey { get; private init; }

    /// <summary>A shared access signature, without the question mark.</summary>
    internal string? Signature { get; private init; }

    internal TokenCredential? Credential { get; private init; }

    /// <summary>
    /// Reads a connection string: <c>UseDevelopmentStorage=true</c>, or <c>AccountName</c> with <c>AccountKey</c> or
    /// <c>SharedAccessSignature</c>; the address from <c>TableEndpoint</c>, or from <c>DefaultEndpointsProtocol</c> and
    /// <c>EndpointSuffix</c>.
    /// </summary>
    /// <exception cref="FormatException">It lacks something; the message says what, and never repeats a
    /// key.</exception>
    public static TableConnection Parse(string connectionString)
    {
        var parts = Parts(connectionString);
        if (parts.TryGetValue("UseDevelopmentStorage", out var emulator))
        {
            return emulator.Equals("true", StringComparison.OrdinalIgnoreCase)
                ? WithKey(new Uri(EmulatorEndpoint), EmulatorAccount, EmulatorKey)
                : throw new FormatException("UseDevelopmentStorage can only be true.");
        }

        var account = parts.GetValueOrDefault("AccountName");
        var endpoint = EndpointOf(parts, account);
        if (parts.TryGetValue("SharedAccessSignature", out var signature))
        {
            return new TableConnection(endpoint) { Account = account, Signature = signature.TrimStart('?') };
        }

        return account is not null && parts.TryGetValue("AccountKey", out var key)
            ? WithKey(endpoint, account, key)
            : throw new FormatException(
                "A connection string needs AccountName with AccountKey, or SharedAccessSignature, or "
                + "UseDevelopmentStorage=true.");
    }

    /// <summary>The service at an address, with tokens of Microsoft Entra ID.</summary>
    /// <exception cref="FormatException">Tokens may travel over TLS only.</exception>
    public static TableConnection WithToken(Uri endpoint, TokenCredential credential) =>
        endpoint.Scheme == Uri.UriSchemeHttps
            ? new TableConnection(Trimmed(endpoint)) { Credential = credential }
            : throw new FormatException($"{endpoint} must begin with https: a token must not travel in the clear.");

    private static TableConnection WithKey(Uri endpoint, string account, string key)
    {
        var bytes = new byte[key.Length];
        return Convert.TryFromBase64String(key, bytes, out var length) && length > 0
            ? new TableConnection(endpoint) { Account = account, AccountKey = bytes[..length] }
            : throw new FormatException("AccountKey is not base64.");
    }

    private static Dictionary<string, string> Parts(string connectionString)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        const StringSplitOptions options = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var part in connectionString.Split(';', options))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || !parts.TryAdd(part[..at], part[(at + 1)..]))
            {
                throw new FormatException("A connection string is Name=Value;Name=Value;… with each name once.");
            }
        }

        return parts;
    }

    private static Uri EndpointOf(Dictionary<string, string> parts, string? account)
    {
        var protocol = parts.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        var text = parts.GetValueOrDefault("TableEndpoint")
            ?? (account is null ? "" : $"{protocol}://{account}.table.{suffix}");
        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint)
            && endpoint.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? Trimmed(endpoint)
            : throw new FormatException(
                "A connection string needs TableEndpoint (an http or https address) or AccountName.");
    }

    private static Uri Trimmed(Uri endpoint) => new(endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/'));
}
