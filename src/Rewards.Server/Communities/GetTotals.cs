using System.Globalization;
using System.Text.Json;
using NodaTime;
using Rewards.Domain;
using Rewards.Grains;
using Rewards.Grains.Projections;
using Rewards.Server.Activities;
using Rewards.Server.Http;

namespace Rewards.Server.Communities;

/// <summary>Reads the totals projection.</summary>
/// <param name="totals">The projection.</param>
/// <param name="caughtUpAt">How fresh it is.</param>
/// <param name="ask">Brings it up to what any server has told the store; nothing where only this one appends.</param>
internal sealed class TotalsReading(
    CommunityTotals totals, Func<DateTimeOffset> caughtUpAt, Func<CancellationToken, ValueTask> ask)
{
    /// <summary>
    /// Before a read, so that no answer is older than what the same client was told by another server.
    /// </summary>
    /// <exception cref="GrainUnavailableException">The store does not answer.</exception>
    public ValueTask AskAsync(CancellationToken cancellation) => ask(cancellation);

    public IReadOnlyList<CurrencyTotals> Of(CommunityId community) => totals.Of(community.Value);

    /// <summary>To the microsecond, as all times.</summary>
    public Instant CaughtUpAt =>
        Instant.FromUnixTimeTicks(Instant.FromDateTimeOffset(caughtUpAt()).ToUnixTimeTicks() / 10 * 10);
}

/// <summary>
/// <c>GET /v1/communities/{community}/totals</c>: what was issued and what became of it, from double entry.
/// </summary>
internal sealed class GetTotals(IGrains grains, TotalsReading reading)
{
    public async Task HandleAsync(HttpContext context)
    {
        var community = RawPath.Community(context);
        await CommunityChecks.RequireAsync(grains, community);
        await reading.AskAsync(context.RequestAborted);
        await JsonAnswer.WriteAsync(context, (reading, community), static (json, it) =>
            Write(json, it.reading, it.community));
    }

    private static void Write(Utf8JsonWriter json, TotalsReading reading, CommunityId community)
    {
        json.WriteStartObject();
        json.WriteString("community"u8, community.Value);
        ActivityJson.WriteTime(json, "asOf"u8, reading.CaughtUpAt);
        json.WriteStartObject("totals"u8);
        foreach (var totals in reading.Of(community))
        {
            json.WriteStartObject(totals.Currency);
            Write(json, "issued"u8, totals.Issued);
            Write(json, "pending"u8, totals.Pending);
            Write(json, "adjusted"u8, totals.Adjusted);
            Write(json, "spent"u8, totals.Spent);
            Write(json, "expired"u8, totals.Expired);
            Write(json, "shortfall"u8, totals.Shortfall);
            Write(json, "outstanding"u8, totals.Outstanding);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, Int128 amount)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(amount.ToString(CultureInfo.InvariantCulture));
    }
}
