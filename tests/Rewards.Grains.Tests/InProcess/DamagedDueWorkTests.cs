using System.Text;
using NodaTime;
using Rewards.Domain.Rules;
using Rewards.Grains.InProcess;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Journal;

namespace Rewards.Grains.Tests.InProcess;

/// <summary>An entry of due work that cannot be read harms only what it speaks of, and is made known.</summary>
public sealed class DamagedDueWorkTests : GrainTests<SqliteBackend>
{
    private readonly List<string> told = [];

    [Fact]
    public async Task Due_WithAnUnreadableEntry_IsDoneForAllOthersAndTheLagGrows()
    {
        await DamageTheSecondOfThreeAsync();
        Time.Advance(TimeSpan.FromDays(11));
        var work = Work(Journal);

        Assert.Equal(2, await work.RunDueAsync(Cancellation));

        Assert.Equal(AwardStatus.Lapsed, await ReviewOfAsync("m1"));
        Assert.Equal(AwardStatus.Pending, await ReviewOfAsync("m2"));
        Assert.Equal(AwardStatus.Lapsed, await ReviewOfAsync("m3"));
        Assert.Equal(Duration.FromDays(1), work.Lag);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await work.RunDueAsync(Cancellation));
        Assert.Equal(Duration.FromHours(25), work.Lag);
        Assert.Contains("of the log", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithAnUnreadableEntry_NamesItAndWhoWaitsForIt()
    {
        await DamageTheSecondOfThreeAsync();
        await Grains.DisposeAsync();
        await Journal.DisposeAsync();
        await using var reader = Backend.OpenForReading();

        var report = await new Verifier(reader, new VerificationOptions { Storage = true })
            .RunAsync(null, Cancellation);

        await reader.DisposeAsync();
        await Backend.ReopenAsync();
        await StartAsync();
        Assert.Contains(
            report.Findings,
            one => one.Stream is null && one.What.Contains("due work", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(StreamId.OfMember(Community, "m2"), report.Findings.Single(one => one.Stream is not null).Stream);
    }

    [Fact]
    public async Task Lag_WhileNothingCanBeRead_Grows()
    {
        var troubled = new TroubledJournal(Journal);
        var work = Work(troubled);
        await work.RunDueAsync(Cancellation);
        Assert.Equal(Duration.Zero, work.Lag);
        troubled.Trouble = new JournalCorruptException("Nothing can be read.");
        await Assert.ThrowsAsync<JournalCorruptException>(() => work.RunDueAsync(Cancellation).AsTask());
        Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(Duration.FromMinutes(2), work.Lag);

        await Assert.ThrowsAsync<JournalCorruptException>(() => work.RunDueAsync(Cancellation).AsTask());
        Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Duration.FromMinutes(4), work.Lag);
        troubled.Trouble = null;
        await work.RunDueAsync(Cancellation);
        Assert.Equal(Duration.Zero, work.Lag);
    }

    private DueWork Work(IJournal journal) => new(journal, Grains, Time, (e, what) => told.Add($"{what}\n{e.Message}"));

    private async Task<AwardStatus?> ReviewOfAsync(string member) =>
        (await Member(member).FindActivityAsync("c1"))!.Current!.Review;

    /// <summary>The length of a text becomes longer than what there is.</summary>
    private async Task DamageTheSecondOfThreeAsync()
    {
        foreach (var member in (string[])["m1", "m2", "m3"])
        {
            await Member(member).RecordAsync(Comment("c1"));
        }

        var entry = (await Journal.ReadDueAsync(Now + Duration.FromDays(30), 10, Cancellation))
            .Single(one => one.Stream.Name == "m2");
        byte[] row =
        [
            (byte)StreamKind.Member, (byte)Community.Length, .. Encoding.UTF8.GetBytes(Community),
            2, .. "m2"u8, (byte)entry.Key.Length, .. Encoding.UTF8.GetBytes(entry.Key),
        ];
        await Grains.DisposeAsync();
        await Backend.DamageAsync(row, at: 1, to: 100);
        await Backend.ReopenAsync();
        await StartAsync();
    }
}
