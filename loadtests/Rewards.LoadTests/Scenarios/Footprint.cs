using System.Globalization;
using Rewards.LoadTests.Prefill;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Scenarios;

/// <summary>
/// What a member weighs in memory and an award on disk, after many millions of awards. Beside it what the
/// journal keeps in memory of the same awards, and the disk without any award.
/// </summary>
public sealed class Footprint : IScenario
{
    private const long AwardsBefore = 10_000_000;
    private const int MembersWeighed = 100_000;

    public string Name => "footprint";

    public async Task PlayAsync(Stage stage)
    {
        var figures = stage.Figures;
        var account = new Account(Configs.WideCommunity, 0, Account.WideDailyCap);
        var server = await stage.StartServerAsync("data", Configs.Wide(stage));
        await server.StopAsync();
        var emptyBytes = server.DiskBytes;
        var awards = stage.Options.Awards ?? (stage.Options.Quick ? AwardsBefore / 50 : AwardsBefore);
        await PrefillProcess.FillAsync(stage, server, account, awards, MemberDraw.Zipf);
        await server.StartAgainAsync();
        figures.Add("server MB after its start", server.ResidentMb());
        await stage.CheckAsync(server, account);
        figures.Add("disk bytes per award", (double)(server.DiskBytes - emptyBytes) / account.Fresh);
        for (var round = 0; round < Math.Min(3, stage.Options.Rounds); round++)
        {
            var weight = await PrefillProcess.RunAsync<WeightReport>(
                "weigh", "--data", server.DataFolder, "--community", account.Community,
                "--members", (awards < 1_000_000 ? MembersWeighed / 10 : MembersWeighed)
                    .ToString(CultureInfo.InvariantCulture),
                "--ids", $"{RunId.Of(stage.NextRound())}w-");
            figures.Add("members weighed", weight.Members);
            figures.Add("bytes of a member read", weight.BytesRead);
            figures.Add("bytes of a member in use", weight.BytesInUse);
            figures.Add("journal bytes of an award in memory", weight.JournalBytes);
        }

        figures.Result("bytes_per_member", figures.Median("bytes of a member in use"), 0);
        figures.Result("bytes_per_member_read", figures.Median("bytes of a member read"), 0);
        figures.Result("journal_bytes_per_award", figures.Median("journal bytes of an award in memory"), 0);
        figures.Result("disk_bytes_per_award", figures.Median("disk bytes per award"), 0);
        figures.Result("awards", awards, 0);
    }
}
