using System.Globalization;
using System.Text;

namespace Rewards.Server.Reports;

/// <summary>
/// A small plot: members by falling contribution from left to right, and how contribution and pay add up. Where pay
/// runs below contribution, those who contribute most get less than their part.
/// </summary>
internal static class MatchSvg
{
    private const int Size = 320;
    private const int Margin = 24;
    private const int Points = 100;

    public static string Write(MatchReport report)
    {
        var curve = report.Match.Curve(Points);
        var index = report.Match.Figures().Index is { } known
            ? Math.Round(known, 3).ToString(CultureInfo.InvariantCulture) : "–";
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Size} {Size}" width="{Size}" height="{Size}"
                 role="img" font-family="sans-serif" font-size="11">
              <title>{report.Currency}, {report.Period}: match index {index}</title>
              <rect x="{Margin}" y="{Margin}" width="{Size - (2 * Margin)}" height="{Size - (2 * Margin)}"
                    fill="none" stroke="#999"/>
              <polyline fill="none" stroke="#2a7" stroke-width="2" points="{Line(curve, it => it.Contribution)}"/>
              <polyline fill="none" stroke="#c52" stroke-width="2" points="{Line(curve, it => it.Pay)}"/>
              <text x="{Margin}" y="{Margin - 8}">{report.Period} · match index {index}</text>
              <text x="{Size - 110}" y="{Size - Margin - 24}" fill="#2a7">contribution</text>
              <text x="{Size - 110}" y="{Size - Margin - 8}" fill="#c52">{report.Currency}</text>
            </svg>

            """;
    }

    private static string Line(
        IReadOnlyList<(double Pay, double Contribution)> curve, Func<(double Pay, double Contribution), double> of)
    {
        const double length = Size - (2.0 * Margin);
        var points = new StringBuilder();
        for (var i = 0; i < curve.Count; i++)
        {
            var x = Margin + (length * i / Math.Max(1, curve.Count - 1));
            var y = Size - Margin - (length * of(curve[i]));
            points.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        }

        return points.ToString().TrimEnd();
    }
}
