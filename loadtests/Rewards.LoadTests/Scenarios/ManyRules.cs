using System.Globalization;
using System.Text;
using Rewards.LoadTests.Runs;

namespace Rewards.LoadTests.Scenarios;

/// <summary>
/// Does an award pay for rules that are not about it, and how much for those that are? A community with 200 rules, 20
/// of them about the activity, against one with 5 rules about it, in turns on one server.
/// </summary>
public sealed class ManyRules : IScenario
{
    private const int OfTheType = 20;
    private const int InAll = 200;
    private const int Few = 5;

    public string Name => "rules";

    public async Task PlayAsync(Stage stage)
    {
        var figures = stage.Figures;
        var (manyAccount, fewAccount) = (new Account("many-rules", 0, Account.WideDailyCap),
            new Account("few-rules", 0, Account.WideDailyCap));
        var config = Configs.Of(stage, Name, ["many-rules", "few-rules"]);
        AddRules(config, "many-rules", OfTheType, InAll);
        AddRules(config, "few-rules", Few, Few);
        var server = await stage.StartServerAsync("data", config);
        var (many, few) = (new Load(stage, server, manyAccount), new Load(stage, server, fewAccount));
        await few.WarmUpAsync();
        await many.WarmUpAsync();
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            figures.Add("5 rules per s", (await few.SaturateAsync()).PerSecond);
            var report = await many.SaturateAsync();
            figures.Add("200 rules per s", report.PerSecond);
            figures.Add("200 rules server us", report.ServerCpuSeconds * 1e6 / report.MeasuredActivities);
        }

        await stage.CheckAsync(server, manyAccount, fewAccount);
        figures.Result("ratio", figures.Median("200 rules per s") / figures.Median("5 rules per s"), 3);
        figures.Result("many_per_s", figures.Median("200 rules per s"), 0);
        figures.Result("few_per_s", figures.Median("5 rules per s"), 0);
    }

    /// <summary>
    /// Rules beside the one that awards: those about the activity ask for more minutes than it has, all others are
    /// about activities that are never told.
    /// </summary>
    private static void AddRules(string config, string community, int ofTheType, int inAll)
    {
        var file = Path.Combine(Path.GetDirectoryName(config)!, "communities", $"{community}.yaml");
        var text = new StringBuilder(File.ReadAllText(file));
        for (var i = 1; i < inAll; i++)
        {
            var when = i < ofTheType ? "article-read" : $"other-{i % 10}";
            text.Append(CultureInfo.InvariantCulture, $$"""
                  - id: rule-{{i}}
                    order: {{10 + i}}
                    when: {{when}}
                    if: { all: [{ fact: minutes, atLeast: {{100 + i}} }, { member: days, atLeast: {{i}} }] }
                    give: { feathers: {{i}} }
                    limits:
                      - { per: member, within: week, amount: {{1_000 * i}} }

                """);
        }

        var types = string.Concat(Enumerable.Range(0, 10).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"  other-{i}: {{ facts: {{ minutes: integer }} }}\n")));
        text.Replace("rules:\n", types + "rules:\n");
        File.WriteAllText(file, text.ToString());
    }
}
