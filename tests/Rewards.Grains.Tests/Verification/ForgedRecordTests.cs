using NodaTime;
using Rewards.Domain.Activities;
using Rewards.Domain.Communities;
using Rewards.Domain.Members;
using Rewards.Grains.Tests.Hosting;
using Rewards.Grains.Verification;
using Rewards.Journal;
using static Rewards.Grains.Tests.Verification.Forgeries;

namespace Rewards.Grains.Tests.Verification;

public sealed class ForgedRecordOnMemoryTests : ForgedRecordTests<MemoryBackend>;

public sealed class ForgedRecordOnSqliteTests : ForgedRecordTests<SqliteBackend>;

public sealed class ForgedRecordOnAzuriteTests : ForgedRecordTests<AzureTablesBackend>;

/// <summary>
/// Records that hold together by checksum and chain, but tell of something that cannot have happened: each is found, by
/// stream and version.
/// </summary>
public abstract class ForgedRecordTests<TBackend> : GrainTests<TBackend>
    where TBackend : IBackend, new()
{
    [Theory]
    [MemberData(nameof(Forgeries.All), MemberType = typeof(Forgeries))]
    public async Task Verify_OfAForgedRecord_FindsIt(string expected, Forgery forgery)
    {
        await Member().RecordAsync(Read("a1"));
        await Member().RecordAsync(Comment("c1"));
        await Member().AdjustAsync(new("k", "stars", 10, "start", "op"));
        await Member("m2").RecordAsync(Read("a1"));
        var forger = await new Forger(Journal, StreamId.OfMember(Community, "m1"), Now).ContinueAsync();
        if (expected.StartsWith("has the value", StringComparison.Ordinal))
        {
            await forger.AppendAsync([Told("y", One), Awarded(5, 5, Use)], [Taken("y"), Counter(2)]);
        }

        await forger.AppendAsync(forgery.Events, forgery.Rows, forgery.Snapshot, forgery.Side);
        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);

        Assert.False(report.IsSound);
        Assert.Contains(report.Findings, one => one.What.Contains(expected, StringComparison.Ordinal));
        Assert.All(report.Findings, one => Assert.NotEqual("m2", one.Stream?.Name));
    }

    [Fact]
    public async Task Verify_OfRulesThatDoNotFollow_FindsIt()
    {
        var forger = await new Forger(Journal, StreamId.OfCommunity(Community), Now).ContinueAsync();
        await forger.AppendAsync(
            new RulesPublished(3, "hash", "op", "", "{}"), new Row(new RowKey(RowKind.RulesVersion, "3"), default));

        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);

        string[] expected = ["version 3 of the rules after version 1", "do not have the hash", "cannot be read"];
        Assert.All(expected, words => Assert.Contains(
            report.Findings, one => one.ToString().StartsWith($"Community/birds/ version 2: ", StringComparison.Ordinal)
                && one.What.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verify_OfSchedulesThatCannotBe_FindsThem()
    {
        var forger = await new Forger(Journal, StreamId.OfCommunity(Community), Now).ContinueAsync();
        await forger.AppendAsync(
            new RulesScheduled(2, "hash", "op", "", Now, "{}"),
            new Row(new RowKey(RowKind.RulesVersion, "2"), default));
        await forger.AppendAsync(new ScheduleCancelled(1, "op"));

        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);

        string[] expected = ["before its turn", "cancels version 1, which was not scheduled"];
        Assert.All(expected, words => Assert.Contains(
            report.Findings, one => one.What.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verify_OfDueWorkThatIsLostOrAboutNothing_FindsIt()
    {
        await Member().RecordAsync(Read("a1"));
        await Member().RecordAsync(Comment("c1"));
        var due = await Journal.ReadDueAsync(Now + Duration.FromDays(365), 10, Cancellation);
        await Journal.CompleteDueAsync(due.Single(entry => entry.Key == "lapse:c1").Token, Cancellation);
        await Journal.CompleteDueAsync(due.Single(entry => entry.Key == "expiry").Token, Cancellation);
        var forger = await new Forger(Journal, StreamId.OfMember(Community, "m1"), Now).ContinueAsync();
        await forger.AppendAsync([Given(1)], [Request("f")], due: new DueItem(Future, "lapse:x"));

        var report = await new Verifier(Journal, new VerificationOptions()).RunAsync(null, Cancellation);

        Assert.Equal(
            [
                "Member/birds/m1 version 0: due work 'lapse:x' at 2027-01-01T00:00:00Z is about nothing that there is.",
                "Member/birds/m1 version 3: it waits for 'expiry' at 2026-04-01T16:00:00Z, and no due work will wake "
                    + "it.",
                "Member/birds/m1 version 3: it waits for 'lapse:c1' at 2026-03-12T04:00:00Z, and no due work will wake "
                    + "it.",
            ],
            report.Findings.Select(one => one.ToString()));
    }
}
