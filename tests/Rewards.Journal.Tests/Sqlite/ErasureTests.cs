using System.Text;
using Rewards.Journal.Tests.Conformance;

namespace Rewards.Journal.Tests.Sqlite;

public sealed class ErasureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Long texts lie in chains of pages of their own, short ones beside others.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(500)]
    [InlineData(50_000)]
    public async Task ErasedText_IsNowhereInTheFiles(int filler)
    {
        await using var backend = new SqliteBackend(o => o with { CheckpointPause = TimeSpan.FromMilliseconds(1) });
        var scribe = Scribe.OfMember("m");
        for (var i = 0; i < 200; i++)
        {
            var text = $"reason-{i}-{new string('z', filler)}-END{i}.";
            await backend.Journal.AppendAsync(scribe.Next("public", side: Encoding.UTF8.GetBytes(text)));
        }

        var records = (await backend.Journal.ReadTailAsync(scribe.Stream, Cancellation)).Records;
        Assert.True(InFiles(backend.Path, "-END77."));

        await backend.Journal.EraseSideAsync(records[77], Cancellation);

        Assert.False(InFiles(backend.Path, "reason-77-"));
        Assert.False(InFiles(backend.Path, "-END77."));
        Assert.True(InFiles(backend.Path, "-END78."));
        Assert.Null(await backend.Journal.ReadSideAsync(records[77], Cancellation));
    }

    [Fact]
    public async Task Erasing_ManyAtOnceUnderLoad_ErasesAll()
    {
        await using var backend = new SqliteBackend();
        var scribe = Scribe.OfMember("m");
        for (var i = 0; i < 50; i++)
        {
            await backend.Journal.AppendAsync(scribe.Next(side: Encoding.UTF8.GetBytes($"secret-{i}.")));
        }

        var records = (await backend.Journal.ReadTailAsync(scribe.Stream, Cancellation)).Records;
        var erasing = records.Select(r => backend.Journal.EraseSideAsync(r, Cancellation).AsTask());
        var writing = Enumerable.Range(0, 200)
            .Select(i => backend.Journal.AppendAsync(Scribe.OfMember($"x{i}").Next()).AsTask());
        await Task.WhenAll([.. erasing, .. writing]);

        Assert.False(InFiles(backend.Path, "secret-"));
    }

    private static bool InFiles(string path, string text) =>
        new[] { path, path + "-wal" }.Where(File.Exists).Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        });
}
