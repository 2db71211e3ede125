using Rewards.Grains;
using Rewards.Journal;
using Rewards.Journal.Sqlite;
using Rewards.Journal.Sqlite.Native;

namespace Rewards.Reliability.Tests.Corruption;

/// <summary>
/// Files that were damaged anywhere: what is read is what was written, or it is refused by name; never a balance
/// or a total that is silently wrong. REWARDS_CORRUPTIONS sets how many (500), REWARDS_CORRUPTION_FIRST the first.
/// </summary>
public sealed class CorruptionTests : IDisposable
{
    private const int CorruptionsDefault = 500;
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("rewards-corruption-");

    [Fact]
    public async Task Damage_Anywhere_IsRefusedByNameOrChangesNothing()
    {
        var first = Setting.Of("REWARDS_CORRUPTION_FIRST", 1);
        Specimen[] specimens = [await MakeAsync(killed: false), await MakeAsync(killed: true)];
        var outcomes = new Dictionary<string, int>();
        var wrong = new List<string>();
        for (var number = first; number < first + Setting.Of("REWARDS_CORRUPTIONS", CorruptionsDefault); number++)
        {
            var specimen = specimens[number % 2];
            var files = specimen.Files.ToDictionary(file => file.Key, file => file.Value.ToArray());
            var damage = Damage.Do(files, new Random(number));
            var outcome = await OpenAsync(specimen, files, damage.Kind == Damage.Zeros);
            outcomes[$"{damage.File}: {outcome}"] = outcomes.GetValueOrDefault($"{damage.File}: {outcome}") + 1;
            if (outcome.Contains("WRONG", StringComparison.Ordinal))
            {
                wrong.Add($"Case {number} ({damage}): {outcome}");
            }
        }

        foreach (var (outcome, times) in outcomes.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            Setting.Tell($"{outcome}: {times}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong.Take(5)));
    }

    /// <summary>Cut anywhere: as a copy that did not take all of it.</summary>
    [Fact]
    public async Task Log_CutOrLost_IsNoticedByTheHead()
    {
        var specimen = await MakeAsync(killed: true);
        var log = specimen.Files["journal.db-wal"];
        for (var length = 0; length < log.Length; length += 9_000)
        {
            var files = specimen.Files.ToDictionary(file => file.Key, file => file.Value);
            files["journal.db-wal"] = log[..length];
            Assert.Equal("refused at the start: JournalCorruptException", await OpenAsync(specimen, files));
        }
    }

    /// <summary>The few bytes by which everything else is found: a changed one would make members vanish.</summary>
    [Theory]
    [InlineData("SELECT value FROM meta WHERE name = 'index_key'")]
    [InlineData("SELECT data FROM run ORDER BY id LIMIT 1")]
    public async Task IndexBookkeeping_WithAnyChangedByte_IsRefused(string query)
    {
        var specimen = await MakeAsync(killed: false);
        var pristine = specimen.Files["journal.db"];
        var found = await BytesOfAsync(pristine, query);
        var at = pristine.AsSpan().IndexOf(found);
        Assert.True(at > 0);
        for (var i = 0; i < found.Length; i++)
        {
            var files = specimen.Files.ToDictionary(file => file.Key, file => file.Value);
            files["journal.db"] = pristine.ToArray();
            files["journal.db"][at + i] ^= 1;
            Assert.Equal("refused at the start: JournalCorruptException", await OpenAsync(specimen, files));
        }
    }

    /// <summary>
    /// What lies just before the state is its row: lengths, name and cursor. What is beyond the first bytes may lie on
    /// another page.
    /// </summary>
    [Fact]
    public async Task SavedTotals_WithAChangedByte_AreComputedAgain()
    {
        const int rowBytes = 40;
        const int stateBytes = 400;
        var specimen = await MakeAsync(killed: false);
        var pristine = specimen.Files["journal.db"];
        var state = await BytesOfAsync(pristine, "SELECT state FROM projection");
        var at = pristine.AsSpan().IndexOf(state.AsSpan(0, stateBytes));
        Assert.True(at > rowBytes);
        for (var i = -rowBytes; i < stateBytes; i += i < rowBytes ? 1 : 5)
        {
            var files = specimen.Files.ToDictionary(file => file.Key, file => file.Value);
            files["journal.db"] = pristine.ToArray();
            files["journal.db"][at + i] ^= 1;
            var outcome = await OpenAsync(specimen, files);
            Assert.True(outcome == "nothing was changed that matters" || i < 0, $"{i}: {outcome}");
            Assert.DoesNotContain("WRONG", outcome, StringComparison.Ordinal);
        }
    }

    public void Dispose() => root.Delete(recursive: true);

    private Task<Specimen> MakeAsync(bool killed) =>
        Specimen.MakeAsync(root.CreateSubdirectory($"specimen-{killed}").FullName, killed);

    private async Task<byte[]> BytesOfAsync(byte[] file, string query)
    {
        var path = Path.Combine(root.FullName, "asked.db");
        await File.WriteAllBytesAsync(path, file);
        using var connection = Connection.Open(path, 1_000);
        using var statement = connection.Prepare(query);
        Assert.True(statement.Step());
        return statement.Blob(0).ToArray();
    }

    /// <param name="specimen">What was written.</param>
    /// <param name="files">What is there.</param>
    /// <param name="mayWipe">Zeros over a text are what erasing it leaves.</param>
    private async Task<string> OpenAsync(Specimen specimen, Dictionary<string, byte[]> files, bool mayWipe = false)
    {
        var folder = root.CreateSubdirectory($"damaged-{Guid.NewGuid():N}");
        foreach (var (name, bytes) in files)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), bytes);
        }

        try
        {
            await using var journal = SqliteJournal.Open(Specimen.Options(folder.FullName));
            var outcome = await ReadAsync(specimen, journal, mayWipe);
            return outcome.StartsWith("WRONG", StringComparison.Ordinal)
                ? outcome : outcome + await ReadTotalsAsync(specimen, journal);
        }
        catch (Exception e) when (e is JournalCorruptException or JournalOpenException)
        {
            return $"refused at the start: {e.GetType().Name}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> ReadTotalsAsync(Specimen specimen, SqliteJournal journal)
    {
        try
        {
            var totals = await Specimen.TotalsAsync(journal, save: false);
            return totals == specimen.Totals ? "" : $" WRONG totals:\n{totals}\ninstead of\n{specimen.Totals}";
        }
        catch (Exception e) when (e is JournalCorruptException or SqliteException)
        {
            return ", totals refused";
        }
    }

    private static async Task<string> ReadAsync(Specimen specimen, SqliteJournal journal, bool mayWipe)
    {
        var refused = 0;
        try
        {
            await using var grains = await Specimen.StartAsync(journal);
            for (var member = 0; member < Specimen.Members; member++)
            {
                try
                {
                    var view = await Specimen.ViewAsync(grains, member);
                    if (!Specimen.IsSame(view, specimen.Views[member], mayWipe))
                    {
                        return $"WRONG for member {member}:\n{view}\ninstead of\n{specimen.Views[member]}";
                    }
                }
                catch (Exception e) when (e is JournalCorruptException or GrainUnavailableException)
                {
                    refused++;
                }
            }
        }
        catch (Exception e) when (e is JournalCorruptException or GrainUnavailableException)
        {
            return $"refused when the grains start: {e.GetType().Name}";
        }

        return refused == 0 ? "nothing was changed that matters" : "refused for some members";
    }
}
