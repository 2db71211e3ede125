using System.Globalization;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Journal;
using Rewards.Journal.Sqlite;

namespace Rewards.LoadTests.Prefill;

/// <param name="Members">How many were weighed.</param>
/// <param name="BytesRead">Managed bytes of a member that was read from the journal.</param>
/// <param name="BytesInUse">The same after an award each.</param>
/// <param name="JournalBytes">What the journal keeps in memory of such an award, bounded by its settings.</param>
public sealed record WeightReport(int Members, double BytesRead, double BytesInUse, double JournalBytes);

/// <summary>
/// What a member in memory weighs: the managed heap with so many active members, less the heap when their host is gone
/// and the journal is still open. The members are read before, so that the journal's caches are in both.
/// </summary>
public static class MemberWeight
{
    private static readonly Fact[] Facts = [new Fact("minutes", FactValue.Of(7L))];

    public static async Task<WeightReport> RunAsync(Arguments arguments)
    {
        var (count, community) = (arguments.Number("--members", 100_000), arguments.Text("--community"));
        await using var journal = SqliteJournal.Open(new SqliteJournalOptions
        {
            Path = Path.Combine(arguments.Text("--data"), "rewards.db"),
        });
        await ReadTailsAsync(journal, count, community);
        var before = Heap();
        var (members, read, inUse) = await UseAsync(journal, count, community, arguments.Text("--ids"));

        // What awaits a method goes on inside its last call: until that returns, the host is still on the stack.
        await Task.Yield();
        var after = Heap();
        GC.KeepAlive(journal);
        return new WeightReport(
            members, (double)(read - before) / members, (double)(inUse - after) / members,
            (double)(after - before) / members);
    }

    private static async Task<(int Members, long Read, long InUse)> UseAsync(
        SqliteJournal journal, int count, string community, string ids)
    {
        await using var grains = new LocalGrains(
            journal, TimeProvider.System, new GrainOptions { ActiveMax = 2 * count });
        await grains.StartAsync();
        var members = await ReadAsync(grains, count, community);
        var read = Heap();
        await AwardAsync(grains, members, community, ids);
        return (members.Count, read, Heap());
    }

    private static long Heap()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>Reads the members as an activation does, and keeps nothing.</summary>
    private static async Task ReadTailsAsync(SqliteJournal journal, int count, string community)
    {
        for (var (member, found) = (1, 0); found < count && member <= Workload.Members.Count; member++)
        {
            var stream = StreamId.OfMember(community, NameOf(member));
            found += (await journal.ReadTailAsync(stream, CancellationToken.None)).Version > 0 ? 1 : 0;
        }
    }

    /// <summary>Reads members until so many are active; those who have never earned anything do not count.</summary>
    private static async Task<List<int>> ReadAsync(LocalGrains grains, int count, string community)
    {
        var found = new List<int>(count);
        for (var member = 1; found.Count < count && member <= Workload.Members.Count; member++)
        {
            if (await grains.Member(new CommunityId(community), new MemberId(NameOf(member))).GetAsync() is not null)
                found.Add(member);
        }

        return found;
    }

    private static async Task AwardAsync(LocalGrains grains, List<int> members, string community, string ids)
    {
        var underWay = new Queue<Task<ActivityAnswer>>();
        foreach (var member in members)
        {
            var id = new ActivityId(string.Create(CultureInfo.InvariantCulture, $"{ids}{member}"));
            var command = new RecordActivity(new Activity(id, "article-read", null, "article-01", null, Facts));
            var grain = grains.Member(new CommunityId(community), new MemberId(NameOf(member)));
            underWay.Enqueue(grain.RecordAsync(command).AsTask());
            if (underWay.Count == 1_000)
                await underWay.Dequeue();
        }

        await Task.WhenAll(underWay);
    }

    private static string NameOf(int member) => string.Create(CultureInfo.InvariantCulture, $"m{member:D7}");
}
