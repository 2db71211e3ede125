using System.Globalization;
using Rewards.AzureTables;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Grains.Communities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Journal.AzureTables;

namespace Rewards.LoadTests.SharedStore;

/// <summary>
/// Awards by grains on the journal in Azure Tables, in requests of so many lines as an importing app sends them: the
/// activities of a few members, each member's one after the other.
/// </summary>
internal sealed class JournalAwards : IStoreProgram
{
    private const int FeathersPerAward = 5;
    private const int LinesPerMember = 20;
    private const int Members = 2_000;
    private static readonly CommunityId Community = new("load");
    private readonly AzureTablesJournal journal;
    private readonly LocalGrains grains;
    private readonly int lines;
    private long told;
    private long requests;

    private JournalAwards(AzureTablesJournal journal, int lines)
    {
        this.journal = journal;
        this.lines = lines;
        grains = new LocalGrains(journal, TimeProvider.System, new GrainOptions());
    }

    public JournalTraffic Traffic => journal.Traffic;

    public static async Task<IStoreProgram> BeginAsync(
        TableConnection connection, string table, UnderWay underWay, int lines)
    {
        var journal = await AzureTablesJournal.OpenAsync(
            new AzureTablesJournalOptions { Connection = connection, Table = table, Client = underWay.Options },
            CancellationToken.None);
        var awards = new JournalAwards(journal, lines);
        await awards.PublishAsync();
        return awards;
    }

    /// <summary>One request: all of its activities are under way at once, and all are awaited.</summary>
    public async Task<int> RequestAsync(int client)
    {
        var request = Interlocked.Increment(ref requests);
        await Task.WhenAll(Enumerable.Range(0, lines).Select(line =>
        {
            var member = ((request * 7_919) + (line / LinesPerMember)) % Members;
            var number = Interlocked.Increment(ref told);
            var activity = new Activity(
                new ActivityId(string.Create(CultureInfo.InvariantCulture, $"a{number}")),
                "shared", null, null, null, []);
            return grains.Member(Community, Name(member)).RecordAsync(new RecordActivity(activity)).AsTask();
        }));
        return lines;
    }

    /// <summary>Members hold 5 for each activity.</summary>
    public async Task CheckAsync()
    {
        var feathers = 0L;
        await Parallel.ForAsync(0, Members, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (member, _) =>
        {
            var view = await grains.Member(Community, Name(member)).GetAsync();
            Interlocked.Add(ref feathers, view?.Balances.Sum(held => held.Balance.Available) ?? 0);
        });
        if (feathers != told * FeathersPerAward)
        {
            throw new InvalidOperationException(
                $"Members hold {feathers} feathers; {told} awards of {FeathersPerAward} were acknowledged.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await grains.DisposeAsync();
        await journal.DisposeAsync();
    }

    private async Task PublishAsync() =>
        await grains.Community(Community).PublishAsync(new PublishRules(
            """
            { "community": "load", "name": "Load", "timeZone": "UTC",
              "currencies": { "feathers": { "expires": "never" } },
              "negativeBalance": "floor", "latenessMax": "P7D", "pendingLapse": "P10D",
              "unknownActivity": "reject", "activities": { "shared": {} },
              "rules": [{ "id": "share", "order": 1, "when": "shared", "give": { "feathers": 5 },
                "limits": [{ "per": "member", "within": "day", "amount": 1000000 }] }] }
            """, 0, "load", ""));

    private static MemberId Name(long member) => new(string.Create(CultureInfo.InvariantCulture, $"m{member:D6}"));
}
