using System.Text;
using Rewards.Server.Tests.Running;

namespace Rewards.Server.Tests.Commands;

/// <summary>Totals right after a start are all of them, or none.</summary>
[Trait("Journal", "SQLite")]
public sealed class TotalsAfterAStartTests
{
    private const string Site = "ops-articles";
    private const string Address = $"/v1/communities/{Site}/totals";
    private const int Members = 1_000;
    private const int Rounds = 6;
    private const int PerQuiz = 5;

    [Fact]
    public async Task Totals_OfAStartThatLacksWhatWasSaved_AreCompleteInTheFirstAnswer()
    {
        using var setup = new ServerSetup().WithExamples();
        await using (var server = await RewardsServer.StartAsync(setup))
        {
            for (var round = 0; round < Rounds; round++)
            {
                var lines = Enumerable.Range(0, Members)
                    .Select(member => Bodies.Quiz($"q{round}-{member}", $"member-{member}", $"a{round}") + "\n");
                await server.Api.PostBatchAsync(Site, string.Concat(lines));
            }

            Assert.Equal(0, await server.StopAsync());
        }

        await ForgetTotalsAsync(setup.Database);
        await using var again = await RewardsServer.StartAsync(setup);

        var first = (await again.Api.GetAsync(Address)).Expect(200);

        Assert.StartsWith("20", first["asOf"], StringComparison.Ordinal);
        Assert.Equal(Members * Rounds * PerQuiz, first.Number("totals.feathers.issued"));
    }

    /// <summary>Under another name, as the next version of the projection would find it.</summary>
    private static async Task ForgetTotalsAsync(string database)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var bytes = await File.ReadAllBytesAsync(database, cancellation);
        var name = Encoding.UTF8.GetBytes("community-totals.v");
        var found = 0;
        for (var at = bytes.AsSpan().IndexOf(name); at >= 0; at = bytes.AsSpan().IndexOf(name))
        {
            bytes[at] = (byte)'x';
            found++;
        }

        Assert.True(found > 0, "Nothing was saved.");
        await File.WriteAllBytesAsync(database, bytes, cancellation);
    }
}
