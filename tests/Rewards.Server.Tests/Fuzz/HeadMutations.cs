namespace Rewards.Server.Tests.Fuzz;

/// <summary>Spoils methods, addresses and headers.</summary>
internal static class HeadMutations
{
    private static readonly string[] Methods =
        ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE", "get", "PROPFIND"];

    private static readonly string[] ContentTypes =
    [
        "", "text/plain", "application/json", "application/JSON; charset=UTF-8", "application/json; charset=utf-16",
        "application/json; charset=\"", "application/json, text/html", "application/x-ndjson", "multipart/form-data",
        "application/problem+json", "json", ";", "*/*", new string('a', 3_000),
    ];

    private static readonly string[] Authorizations =
    [
        "", "Bearer", "Bearer ", "Bearer x", "bearer rk_", "Bearer rk__", "Bearer rk_a_b_c", "Basic YTpi", "Bearer 文",
        "Bearer rk_testadmin_wrong-wrong-wrong-wrong-wrong-wrong", "Bearer " + new string('x', 5_000),
    ];

    private static readonly (string, string)[] Others =
    [
        ("Accept", "text/html"), ("Accept", "*/*;q=0"), ("Accept-Encoding", "gzip, br"), ("Content-Encoding", "gzip"),
        ("Expect", "100-continue"), ("If-Match", "\"x\""), ("Range", "bytes=0-1"), ("X-HTTP-Method-Override", "DELETE"),
        ("Cookie", "a=b"), ("Origin", "https://example.org"), ("X-Forwarded-For", "文"), ("Idempotency-Key", "another"),
        ("Content-Language", "zh"), ("TE", "trailers"), ("Upgrade", "h2c"), ("Date", "yesterday"),
        ("X-Long", new string('x', 9_000)),
    ];

    /// <summary>Texts that a header can hold.</summary>
    private static readonly string[] Keys =
        [.. Pools.Texts.Where(text => text.Length < 10_000 && !text.AsSpan().ContainsAny('\n', '\0'))];

    private static readonly string[] Queries =
    [
        "limit=0", "limit=1", "limit=200", "limit=201", "limit=-1", "limit=x", "limit=", "limit=1&limit=2", "limit=1e1",
        "limit=99999999999999999999", "limit=%31", "limit=%", "after=", "after=x", "after=%00", "after=%FF%FE",
        "after=AAAAAAAAAAAAAAAAAAAAAA", "currency=", "currency=stars", "currency=%E6%96%87", "cause=award", "cause=x",
        "basedOn=0", "basedOn=-1", "basedOn=x", "basedOn=2147483648", "note=", "note=%0A", "unknown=1", "=", "&&", "a=%zz",
    ];

    private static readonly string[] BrokenHeads =
    [
        "Content-Length: 5", "Transfer-Encoding: gzip", "Host: other", "No-Colon", ": empty", "A\u0001B: c", "A: b\u0000c",
        "Content-Length: -1",
    ];

    public static void Spoil(Draft draft, Random random)
    {
        switch (random.Next(9))
        {
            case 0:
                draft.Method = Pools.Of(random, Methods);
                draft.MayBeElsewhere = true;
                break;
            case 1: draft.Replace("Content-Type", Pools.Of(random, ContentTypes)); break;
            case 2: draft.Replace("Content-Type", null); break;
            case 3: draft.Replace("Authorization", Pools.Of(random, Authorizations)); break;
            case 4: draft.Replace("Authorization", null); break;
            case 5: draft.Headers.Add(Others[random.Next(Others.Length)]); break;
            case 6: draft.Replace("Idempotency-Key", random.Next(2) == 0 ? null : Pools.Of(random, Keys)); break;
            case 7: draft.Chunked = true; break;
            default:
                var mark = draft.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?';
                draft.Target += mark + Pools.Of(random, Queries);
                break;
        }
    }

    /// <summary>Anything at all in place of the address, or a head that is none.</summary>
    public static void Break(Draft draft, Random random)
    {
        draft.MayBeElsewhere = true;
        switch (random.Next(6))
        {
            case 0: draft.Target = draft.Target.Replace("/v1", "/v2", StringComparison.Ordinal); break;
            case 1: draft.Target = draft.Target[..random.Next(1, draft.Target.Length + 1)]; break;
            case 2: draft.Target += "/"; break;
            case 3:
                draft.Target = draft.Target.Insert(random.Next(1, draft.Target.Length + 1), Pools.Of(
                    random, ["%", "%00", "%2F", "/../", "//", "%FF", "%zz", "文", ";", "#", "\\", "%2e%2e/", "?"]));
                draft.IsBroken = true;
                break;
            case 4:
                var (name, value) = (Pools.Of(random, BrokenHeads).Split(": ") is [var n, var v] ? (n, v) : ("Broken", ""));
                draft.Headers.Add((name, value));
                draft.IsBroken = true;
                break;
            default:
                draft.Target = "http://[::1" + draft.Target;
                draft.IsBroken = true;
                break;
        }
    }
}
