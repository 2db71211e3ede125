using NodaTime;
using Rewards.AzureTables;
using Rewards.Journal.AzureTables.Layout;

namespace Rewards.Journal.Tests.AzureTables;

/// <summary>Keys are on disk for ever: these are captured, not computed.</summary>
public sealed class KeyTests
{
    [Theory]
    [InlineData("lin", "3!ops!lin")]
    [InlineData("Lin", "3!ops!Lin")]
    [InlineData("user_1-a.b", "3!ops!user_1-a.b")]
    [InlineData("", "3!ops!")]
    [InlineData("a/b\\c#d?e", "3!ops!a~002fb~005cc~0023d~003fe")]
    [InlineData("羽毛 %'!~", "3!ops!~7fbd~6bdb~0020~0025~0027~0021~007e")]
    [InlineData("a\0\u007f\u009f", "3!ops!a~0000~007f~009f")]
    [InlineData("\ud83d\ude00\ud83d", "3!ops!~d83d~de00~d83d")]
    public void Partition_OfAnyName_IsWhatItAlwaysWas(string name, string partition)
    {
        Assert.Equal(partition, Keys.Partition(StreamId.OfMember("ops", name)));
        Assert.Null(TableLimits.WhyNotAKey(partition));
    }

    [Fact]
    public void Partition_OfTheLongestNames_IsAHashAndLeavesRoomForDueWork()
    {
        var stream = StreamId.OfMember(new string('羽', 128), new string('毛', 128));

        var partition = Keys.Partition(stream);

        Assert.Equal(
            "3!~~50e5bce56e01b7ea3dc4dbc20d43a7f78b8a78ee04fa2be2d5b7a31ab6b1a0a1",
            partition[..68]);
        var due = Keys.Due(Instant.MaxValue.Minus(Duration.FromDays(1)), new string('x', 259), long.MaxValue, 255);
        Assert.InRange(due.Length, 1, TableLimits.KeyLengthMax);
    }

    [Fact]
    public void Numbers_AsKeys_AreInTheirOrder()
    {
        long[] versions = [1, 2, 9, 10, 255, 256, 4_294_967_295];
        var commits = versions.Select(version => Keys.Commit(version)).ToArray();
        Assert.Equal(commits.Reverse(), commits.Order(StringComparer.Ordinal));
        Assert.Equal("c7ffffffffffffffe", commits[0]);
        Assert.InRange(
            string.CompareOrdinal(Keys.Commit(7, part: 1), Keys.Commit(6)), int.MinValue, -1);
        Instant[] times =
            [Instant.FromUtc(1969, 1, 1, 0, 0), Instant.FromUtc(1970, 1, 1, 0, 0), Instant.FromUtc(2026, 1, 1, 0, 0)];
        var due = times.Select(at => Keys.Due(at, "3!ops!m", 1, 0)).ToArray();
        Assert.Equal(due, due.Order(StringComparer.Ordinal));
        Assert.Equal("d80064747a4f20000!3!ops!m!000000000000000100", due[2]);
    }

    [Theory]
    [InlineData(RowKind.Activity, "quiz-1", "r01quiz-1")]
    [InlineData(RowKind.LimitUse, "a/b", "r03a~002fb")]
    public void Row_OfAnyText_IsWhatItAlwaysWas(RowKind kind, string text, string key) =>
        Assert.Equal(key, Keys.Row(new RowKey(kind, text)));

    [Fact]
    public void WhyNotAKey_ForEachForbiddenCharacter_SaysWhich()
    {
        foreach (var bad in "/\\#?\0\u001f\u007f\u009f\ud800")
        {
            Assert.NotNull(TableLimits.WhyNotAKey($"a{bad}b"));
        }

        Assert.NotNull(TableLimits.WhyNotAKey(new string('a', 513)));
        Assert.Null(TableLimits.WhyNotAKey(new string('羽', 512)));
    }
}
