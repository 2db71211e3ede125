using System.Globalization;
using NodaTime;
using Rewards.Server.Http;

namespace Rewards.Server.Communities;

/// <summary>What an address of publication asks beside the document, for rules and contribution models alike.</summary>
internal sealed record PublicationQuery(int BasedOn, string Note, Instant? EffectiveAt)
{
    private const int NoteLengthMax = 500;

    private const string ForwardOnly = "forward-only";
    private const string GrantsOnly = "grants-only";

    /// <summary>Rules may also grant for activities since then; null: they decide forward only.</summary>
    public Instant? GrantsSince { get; private init; }

    /// <summary>The same for rules, which declare what they do for what was recorded before.</summary>
    public static PublicationQuery OfRules(HttpContext context)
    {
        PageQuery.RequireKnown(context, "basedOn", "note", "effectiveAt", "retroactivity", "since");
        return Read(context) with { GrantsSince = GrantsSinceOf(context) };
    }

    public static PublicationQuery Of(HttpContext context)
    {
        PageQuery.RequireKnown(context, "basedOn", "note", "effectiveAt");
        return Read(context);
    }

    private static Instant? GrantsSinceOf(HttpContext context)
    {
        var (kind, since) = ((string?)context.Request.Query["retroactivity"], (string?)context.Request.Query["since"]);
        return (kind ?? ForwardOnly, since) switch
        {
            (ForwardOnly, null) => null,
            (GrantsOnly, not null) => StrictJson.ParseTime(since, "since"),
            (GrantsOnly, null) => throw new ProblemException(
                Problems.InvalidQuery, "'grants-only' needs 'since': from when on activities are granted more.",
                ("parameter", "since")),
            (ForwardOnly, _) => throw new ProblemException(
                Problems.InvalidQuery, "'since' goes with 'retroactivity=grants-only'.", ("parameter", "since")),
            _ => throw new ProblemException(
                Problems.InvalidQuery, $"'retroactivity' is {ForwardOnly} or {GrantsOnly}.",
                ("parameter", "retroactivity")),
        };
    }

    private static PublicationQuery Read(HttpContext context)
    {
        var note = (string?)context.Request.Query["note"] ?? "";
        return note.Length <= NoteLengthMax
            ? new PublicationQuery(BasedOnOf(context), note, EffectiveAtOf(context))
            : throw new ProblemException(
                Problems.InvalidQuery, $"'note' has at most {NoteLengthMax} characters.", ("parameter", "note"));
    }

    /// <summary>The version in the address; null where it is no such number.</summary>
    public static int? Version(HttpContext context) =>
        int.TryParse((string)context.Request.RouteValues["version"]!, out var version) && version > 0 ? version : null;

    /// <summary>How many of the oldest versions are left to list.</summary>
    public static int Before(HttpContext context, int count)
    {
        var after = (string?)context.Request.Query["after"];
        return after is null ? count
            : int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && version >= 1 && version <= count ? version - 1
            : throw new ProblemException(Problems.InvalidCursor, "'after' is not 'next' of a page of versions.");
    }

    private static int BasedOnOf(HttpContext context) =>
        int.TryParse(context.Request.Query["basedOn"], out var basedOn) && basedOn is >= 0 and < int.MaxValue
            ? basedOn
            : throw new ProblemException(
                Problems.InvalidQuery,
                "'basedOn' is required: the version that you saw last, or 0 for the first publication.",
                ("parameter", "basedOn"));

    private static Instant? EffectiveAtOf(HttpContext context) =>
        (string?)context.Request.Query["effectiveAt"] is { } text
            ? StrictJson.ParseTime(text, "effectiveAt")
            : null;
}
