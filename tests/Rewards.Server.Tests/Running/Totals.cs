using System.Diagnostics;

namespace Rewards.Server.Tests.Running;

/// <summary>
/// Totals follow the journal a moment later, after a kill on a shared store some 15 s; a test asks until they came.
/// </summary>
internal static class Totals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static async Task<Answer> UntilAsync(Api api, string community, Func<Answer, bool> arrived)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var totals = (await api.GetAsync($"/v1/communities/{community}/totals")).Expect(200);
            if (arrived(totals) || Stopwatch.GetElapsedTime(started) > Patience)
            {
                return totals;
            }
        }
    }
}
