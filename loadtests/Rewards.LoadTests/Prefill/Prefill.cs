using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Rewards.Domain;
using Rewards.Domain.Activities;
using Rewards.Grains.InProcess;
using Rewards.Grains.Members;
using Rewards.Journal.Sqlite;
using Rewards.LoadTests.Workload;
using Activity = Rewards.Domain.Activities.Activity;

namespace Rewards.LoadTests.Prefill;

/// <summary>
/// Fills a journal with the workload's awards through the real grains, without HTTP between: what a server leaves
/// behind after months. The community must have been published by a server before.
/// </summary>
public sealed class JournalPrefill(PrefillOptions options)
{
    /// <summary>Commands that one feeder has under way: enough that the journal's commits are large.</summary>
    private const int WindowMax = 2_000;

    private const int Feeders = 2;

    private static readonly Fact[] Facts = [new Fact("minutes", FactValue.Of(7L))];

    private static readonly string[] Subjects =
        [.. Enumerable.Range(0, 100).Select(n => string.Create(CultureInfo.InvariantCulture, $"article-{n:D2}"))];

    private readonly long[] acknowledged = new long[Members.Count + 1];
    private readonly Members members = Members.Drawn(options.Draw, 1);

    public static async Task<PrefillReport> RunAsync(PrefillOptions options)
    {
        var file = Path.Combine(options.DataFolder, "rewards.db");
        await using var journal = SqliteJournal.Open(new SqliteJournalOptions { Path = file });
        var bounds = new GrainOptions { ActiveMax = Members.Count + 1_000, MailboxMax = Feeders * WindowMax };
        await using var grains = new LocalGrains(journal, TimeProvider.System, bounds);
        await grains.StartAsync();
        await grains.Programmes.CurrentAsync(options.Community);
        var began = Stopwatch.GetTimestamp();
        var prefill = new JournalPrefill(options);
        await Task.WhenAll(Enumerable.Range(0, Feeders).Select(feeder =>
            Task.Run(() => prefill.FeedAsync(grains, feeder))));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await File.WriteAllBytesAsync(
            options.AcknowledgedFile, MemoryMarshal.AsBytes(prefill.acknowledged.AsSpan()).ToArray());
        return new PrefillReport(options.Awards, prefill.acknowledged.Sum(), seconds, grains.ActiveGrains);
    }

    /// <summary>Takes the sequences of the feeder's members: a member's awards come from one, in order.</summary>
    private async Task FeedAsync(LocalGrains grains, int feeder)
    {
        var window = new Queue<(int Member, Task<ActivityAnswer> Answer)>(WindowMax);
        for (var sequence = 0L; sequence < options.Awards; sequence++)
        {
            var member = members.Of(sequence);
            if (member % Feeders != feeder)
                continue;
            if (window.Count == WindowMax)
                await CountAsync(window.Dequeue());
            var name = string.Create(CultureInfo.InvariantCulture, $"m{member:D7}");
            var command = new RecordActivity(ActivityOf(sequence));
            window.Enqueue((member, grains.Member(new(options.Community), new(name)).RecordAsync(command).AsTask()));
        }

        while (window.TryDequeue(out var last))
            await CountAsync(last);
    }

    private async ValueTask CountAsync((int Member, Task<ActivityAnswer> Answer) asked)
    {
        var answer = await asked.Answer;
        if (answer.Replayed || answer.Awards is not [{ Granted: > 0 } award])
            throw new InvalidOperationException($"{answer.Activity.Id} was not awarded as new.");
        acknowledged[asked.Member] += award.Granted;
    }

    /// <summary>The same as <see cref="ActivityLine"/> tells over HTTP.</summary>
    private Activity ActivityOf(long sequence) => new(
        new ActivityId(string.Create(CultureInfo.InvariantCulture, $"{options.IdPrefix}{sequence:D10}")),
        "article-read", null, Subjects[sequence % Subjects.Length], null, Facts);
}
