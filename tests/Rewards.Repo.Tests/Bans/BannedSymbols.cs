namespace Rewards.Repo.Tests.Bans;

/// <summary>One call for each line of eng/BannedSymbols.txt.</summary>
internal static class BannedSymbols
{
    public const string ListPath = "eng/BannedSymbols.txt";

    public static readonly IReadOnlyDictionary<string, string> Calls = new Dictionary<string, string>
    {
        ["P:System.DateTime.Now"] = "DateTime.Now",
        ["P:System.DateTime.UtcNow"] = "DateTime.UtcNow",
        ["P:System.DateTime.Today"] = "DateTime.Today",
        ["P:System.DateTimeOffset.Now"] = "DateTimeOffset.Now",
        ["P:System.DateTimeOffset.UtcNow"] = "DateTimeOffset.UtcNow",
        ["P:System.TimeProvider.System"] = "TimeProvider.System",
        ["M:System.Guid.NewGuid"] = "Guid.NewGuid()",
        ["M:System.Guid.CreateVersion7"] = "Guid.CreateVersion7()",
        ["M:System.Guid.CreateVersion7(System.DateTimeOffset)"] = "Guid.CreateVersion7(default)",
        ["P:System.Random.Shared"] = "Random.Shared",
        ["M:System.Random.#ctor"] = "new Random()",
        ["M:System.Threading.Thread.Sleep(System.Int32)"] = "((Action)(() => Thread.Sleep(1)))",
        ["M:System.Threading.Thread.Sleep(System.TimeSpan)"] = "((Action)(() => Thread.Sleep(default(TimeSpan))))",
        ["M:System.Threading.Tasks.Task.Delay(System.Int32)"] = "Task.Delay(1)",
        ["M:System.Threading.Tasks.Task.Delay(System.TimeSpan)"] = "Task.Delay(default(TimeSpan))",
        ["M:System.Threading.Tasks.Task.Delay(System.Int32,System.Threading.CancellationToken)"] =
            "Task.Delay(1, default)",
        ["M:System.Threading.Tasks.Task.Delay(System.TimeSpan,System.Threading.CancellationToken)"] =
            "Task.Delay(default(TimeSpan), default(CancellationToken))",
    };

    /// <summary>The symbols in the list, without their messages.</summary>
    public static IReadOnlyList<string> Listed() =>
        [.. new SourceFile(ListPath, Repository.Read(ListPath)).Lines.Select(line => line.Split(';')[0])];

    /// <summary>A file that makes every banned call, one a line.</summary>
    public static string PlantedFile() =>
        "namespace Planted;\ninternal static class Calls\n{\n    public static readonly object[] All =\n    [\n"
        + string.Join('\n', Calls.Values.Select(call => $"        {call},"))
        + "\n    ];\n}\n";
}
