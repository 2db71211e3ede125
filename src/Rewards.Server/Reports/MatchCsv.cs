using System.Globalization;
using System.Text;

namespace Rewards.Server.Reports;

/// <summary>A match report as CSV (RFC 4180): every member with pay, contribution and shares.</summary>
internal static class MatchCsv
{
    private const int LinesPerFlush = 1_000;

    public static async Task WriteAsync(MatchReport report, Stream to, CancellationToken cancellation)
    {
        await using var text = new StreamWriter(to, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true)
        {
            NewLine = "\r\n",
        };
        await text.WriteLineAsync("member,pay,contribution,payShare,contributionShare,difference");
        for (var i = 0; i < report.Figures.Members.Length; i++)
        {
            var share = report.Match.ShareOf(i);
            await text.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{Quoted(report.Figures.Members[i])},{report.Figures.Pay[i]},"
                + $"{report.Figures.Contribution[i] / 1_000m},{share.Pay:0.########},{share.Contribution:0.########},"
                + $"{share.Difference:0.########}"));
            if (i % LinesPerFlush == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        await text.FlushAsync(cancellation);
    }

    /// <summary>Ids are anything; one that a spreadsheet would take for a formula gets an apostrophe.</summary>
    private static string Quoted(string id)
    {
        var safe = id[0] is '=' or '+' or '-' or '@' ? "'" + id : id;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
