using Rewards.Journal.Sqlite.Index;

namespace Rewards.Journal.Tests.Sqlite;

public sealed class IndexTests
{
    /// <summary>
    /// Published with the reference implementation: key 00…0f, messages of 0, 1, 2, … bytes 00, 01, 02, …
    /// </summary>
    [Theory]
    [InlineData(0, "A3817F04BA25A8E66DF67214C7550293")]
    [InlineData(1, "DA87C1D86B99AF44347659119B22FC45")]
    [InlineData(8, "3B62A9BA6258F5610F83E264F31497B4")]
    [InlineData(13, "9869E247E9C08B10D029934FC4B952F7")]
    public void KeyHash_OfTheReferenceMessages_IsTheReferenceHash(int length, string expected)
    {
        var secret = Enumerable.Range(0, 16).Select(i => (byte)i).ToArray();
        var message = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var hash = new KeyHash(secret).Compute(message);
        var bytes = new byte[16];
        BitConverter.TryWriteBytes(bytes, hash.High);
        BitConverter.TryWriteBytes(bytes.AsSpan(8), hash.Low);
        Assert.Equal(expected, Convert.ToHexString(bytes));
    }

    [Fact]
    public void Bloom_KnowsEveryKeyAndFewOthers()
    {
        var keys = new KeyHash(new byte[16]);
        var bloom = Bloom.For(10_000);
        for (var i = 0; i < 10_000; i++)
        {
            bloom.Add(KeyOf(keys, i));
        }

        Assert.All(Enumerable.Range(0, 10_000), i => Assert.True(bloom.MayContain(KeyOf(keys, i))));
        var wrong = Enumerable.Range(10_000, 100_000).Count(i => bloom.MayContain(KeyOf(keys, i)));
        Assert.InRange(wrong, 0, 2_000);
    }

    [Fact]
    public void Memtable_KeepsTheLatestPointerPerKeyAndSorts()
    {
        var keys = new KeyHash(new byte[16]);
        var table = new Memtable(1000);
        for (var i = 0; i < 1500; i++)
        {
            table.Set(KeyOf(keys, i % 1000), i + 1);
        }

        Assert.Equal(1000, table.Count);
        Assert.True(table.IsFull);
        Assert.Equal(1500, table.Find(KeyOf(keys, 499)));
        Assert.Equal(501, table.Find(KeyOf(keys, 500)));
        Assert.Equal(0, table.Find(KeyOf(keys, 5000)));
        var sorted = table.Sorted();
        Assert.Equal(1000, sorted.Length);
        Assert.Equal(sorted.OrderBy(e => e.Key), sorted);
    }

    private static IndexKey KeyOf(KeyHash keys, int i) => keys.Compute(BitConverter.GetBytes(i));
}
