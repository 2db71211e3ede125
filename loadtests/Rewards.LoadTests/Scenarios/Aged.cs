using Rewards.LoadTests.Prefill;
using Rewards.LoadTests.Runs;
using Rewards.LoadTests.Workload;

namespace Rewards.LoadTests.Scenarios;

/// <summary>
/// A server after months: awards on a journal that holds many millions already, against the same on an empty one, in
/// turns. Members of the old journal are read from it when they come; those of the empty one are new.
/// </summary>
public sealed class Aged : IScenario
{
    private const long AwardsBefore = 50_000_000;

    public string Name => "aged";

    public async Task PlayAsync(Stage stage)
    {
        var figures = stage.Figures;
        var config = Configs.Wide(stage);
        var (agedAccount, emptyAccount) = (new Account(Configs.WideCommunity, 0, Account.WideDailyCap),
            new Account(Configs.WideCommunity, 0, Account.WideDailyCap));
        var agedServer = await stage.StartServerAsync("aged", config);
        await agedServer.StopAsync();
        var awards = stage.Options.Awards ?? (stage.Options.Quick ? AwardsBefore / 100 : AwardsBefore);
        var prefill = await PrefillProcess.FillAsync(stage, agedServer, agedAccount, awards, MemberDraw.Zipf);
        figures.Add("prefill per s", prefill.Awards / prefill.Seconds);
        await agedServer.StartAgainAsync();
        var emptyServer = await stage.StartServerAsync("empty", config);
        var aged = new Load(stage, agedServer, agedAccount);
        var empty = new Load(stage, emptyServer, emptyAccount);
        await empty.WarmUpAsync();
        await aged.WarmUpAsync();
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            figures.Add("empty per s", (await empty.SaturateAsync()).PerSecond);
            var report = await aged.SaturateAsync();
            figures.Add("aged per s", report.PerSecond);
            figures.Add("aged p99 ms", report.P99Ms);
            figures.Add("aged server us", report.ServerCpuSeconds * 1e6 / report.MeasuredActivities);
        }

        figures.Add("aged server MB", agedServer.ResidentMb());
        await stage.CheckAsync(emptyServer, emptyAccount);
        await stage.CheckAsync(agedServer, agedAccount);
        figures.Add("aged bytes on disk per award", (double)agedServer.DiskBytes / agedAccount.Fresh);
        figures.Result("ratio", figures.Median("aged per s") / figures.Median("empty per s"), 3);
        figures.Result("aged_per_s", figures.Median("aged per s"), 0);
        figures.Result("empty_per_s", figures.Median("empty per s"), 0);
        figures.Result("aged_p99_ms", figures.Median("aged p99 ms"), 2);
        figures.Result("prefilled", awards, 0);
        figures.Result("bytes_per_award", figures.Median("aged bytes on disk per award"), 0);
    }
}
