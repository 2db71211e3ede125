using System.Globalization;

namespace Rewards.Server.Http;

/// <summary>Query parameters of lists: known ones only, each once.</summary>
public static class PageQuery
{
    public const int LimitDefault = 50;
    public const int LimitMax = 200;

    /// <exception cref="ProblemException"><c>invalid-query</c>: an unknown or repeated parameter.</exception>
    public static void RequireKnown(HttpContext context, params ReadOnlySpan<string> known)
    {
        foreach (var (name, values) in context.Request.Query)
        {
            if (!known.Contains(name) || values.Count != 1)
            {
                throw new ProblemException(
                    Problems.InvalidQuery,
                    $"The query parameter '{name}' is {(values.Count == 1 ? "not known here" : "given twice")}; "
                    + $"known are {string.Join(", ", known.ToArray())}.",
                    ("parameter", name));
            }
        }
    }

    /// <exception cref="ProblemException"><c>invalid-query</c>.</exception>
    public static int Limit(HttpContext context)
    {
        var text = (string?)context.Request.Query["limit"];
        if (text is null)
        {
            return LimitDefault;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= LimitMax
            ? limit
            : throw new ProblemException(
                Problems.InvalidQuery, $"'limit' must be an integer from 1 to {LimitMax}.", ("parameter", "limit"));
    }
}
