using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Grains.Projections;
using Rewards.Journal;
using Rewards.Journal.Sqlite;
using Rewards.Tests.Shared;

namespace Rewards.Reliability.Tests.Corruption;

/// <summary>
/// A journal with members whose balances are known, as a closed or as a killed process leaves it: all of it in the
/// file, or half of it in the write-ahead log; streams found through sorted runs, snapshots here and there.
/// </summary>
internal sealed class Specimen
{
    public const int Members = 8;
    private const int ActivitiesPerMember = 14;

    private const string Rules = """
        [
          { "id": "share", "order": 1, "when": "share", "give": { "stars": 3 },
            "limits": [{ "per": "member-and-subject", "within": "lifetime", "times": 2 }] },
          { "id": "comment", "order": 1, "when": "comment", "give": { "feathers": 10 }, "status": "pending" }
        ]
        """;

    private static readonly CommunityId Community = new("birds");

    private Specimen(Dictionary<string, byte[]> files, string[] views, string totals)
    {
        Files = files;
        Views = views;
        Totals = totals;
    }

    /// <summary>Contents by name: the file, its log, its head.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>What each member has, and where each activity stands.</summary>
    public IReadOnlyList<string> Views { get; }

    /// <summary>What the members come to together; half of it is in a saved state.</summary>
    public string Totals { get; }

    public static SqliteJournalOptions Options(string folder) => new()
    {
        Path = Path.Combine(folder, "journal.db"),
        MemtableEntries = 64,
        CheckpointPause = TimeSpan.FromHours(1),
    };

    public static async Task<Specimen> MakeAsync(string folder, bool killed)
    {
        await using (var first = SqliteJournal.Open(Options(folder)))
        {
            await using var grains = await StartAsync(first);
            var document = new CommunityDocument { Rules = Rules, FeathersLive = null }.ToJson();
            await grains.Community(Community).PublishAsync(new PublishRules(document, 0, "op", ""));
            await PlayAsync(grains, 0, ActivitiesPerMember / 2);
            await TotalsAsync(first, save: true);
        }

        // The second half stays in the log: nothing is moved while the journal is open.
        var views = new string[Members];
        string totals;
        Dictionary<string, byte[]> files;
        await using (var second = SqliteJournal.Open(Options(folder)))
        {
            await using var playing = await StartAsync(second);
            await PlayAsync(playing, ActivitiesPerMember / 2, ActivitiesPerMember);
            for (var i = 0; i < Members; i++)
            {
                views[i] = await ViewAsync(playing, i);
            }

            totals = await TotalsAsync(second, save: false);
            files = FilesOf(folder);
        }

        return new Specimen(killed ? files : FilesOf(folder), views, totals);
    }

    public static async Task<LocalGrains> StartAsync(IJournal journal)
    {
        var grains = new LocalGrains(journal, new ManualTimeProvider(), new GrainOptions { SnapshotEveryMin = 5 });
        await grains.StartAsync();
        return grains;
    }

    /// <exception cref="JournalCorruptException">What is stored does not hold together.</exception>
    public static async Task<string> ViewAsync(LocalGrains grains, int member)
    {
        var grain = grains.Member(Community, new MemberId($"m{member}"));
        var view = await grain.GetAsync();
        var lines = new List<string> { $"{view?.Since}" };
        lines.AddRange(view?.Balances.Select(held => $"{held.Balance}") ?? []);
        for (var i = 0; i < ActivitiesPerMember; i++)
        {
            var found = await grain.FindActivityAsync($"a{i}");
            lines.Add($"a{i} {found?.Awards.Sum(award => award.Granted)} {found?.Current} "
                + string.Join(' ', found?.Activity.Facts.Select(fact => $"{fact.Name}={fact.Value.Text}") ?? []));
        }

        return string.Join('\n', lines);
    }

    /// <summary>As a server computes them: from what was saved, and all that came after.</summary>
    /// <exception cref="JournalCorruptException">What is stored does not hold together.</exception>
    public static async Task<string> TotalsAsync(IJournal journal, bool save)
    {
        var totals = new CommunityTotals();
        var runner = new ProjectionRunner(journal, totals, new ManualTimeProvider(), static (_, _) => { });
        await runner.LoadAsync(CancellationToken.None);
        await runner.CatchUpAsync(CancellationToken.None);
        if (save)
        {
            await runner.SaveAsync();
        }

        return string.Join('\n', totals.Of(Community.Value));
    }

    public static bool IsSame(string view, string expected, bool mayWipeTexts) =>
        view == expected || (mayWipeTexts && view.Split('\n').Zip(expected.Split('\n')).All(pair =>
            pair.First == pair.Second || (pair.Second.StartsWith(pair.First, StringComparison.Ordinal)
                && pair.Second[pair.First.Length..].StartsWith("text=", StringComparison.Ordinal))));

    private static async Task PlayAsync(LocalGrains grains, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            for (var member = 0; member < Members; member++)
            {
                var grain = grains.Member(Community, new MemberId($"m{member}"));
                var type = (i + member) % 3 == 0 ? "comment" : "share";
                Fact[] facts = type == "comment" ? [new Fact("text", FactValue.Of($"text {i} of {member}"))] : [];
                await grain.RecordAsync(new RecordActivity(
                    new Activity(new ActivityId($"a{i}"), type, null, $"s{i % 4}", null, facts)));
                if (type == "comment" && member % 2 == 0)
                {
                    await grain.ReviewAsync(new ReviewAwards($"a{i}", i % 4 != 0, "reason", "op"));
                }
            }
        }
    }

    private static Dictionary<string, byte[]> FilesOf(string folder) => Directory.GetFiles(folder)
        .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)
            && !path.EndsWith("-shm", StringComparison.Ordinal))
        .ToDictionary(path => Path.GetFileName(path), ReadShared);

    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
