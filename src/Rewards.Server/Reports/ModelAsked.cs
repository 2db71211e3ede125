using System.Globalization;
using Rewards.Server.Http;

namespace Rewards.Server.Reports;

/// <summary>
/// <c>contributionModel=V</c>: by which version of the model to compare; absent: as was measured.
/// </summary>
internal static class ModelAsked
{
    public static int? Of(HttpContext context)
    {
        if ((string?)context.Request.Query["contributionModel"] is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? version
            : throw new ProblemException(
                Problems.InvalidQuery,
                "'contributionModel' is the version of a contribution model: 1, 2, …",
                ("parameter", "contributionModel"));
    }
}
