using Rewards.Journal;
using Rewards.Journal.InMemory;
using Rewards.Journal.Sqlite;

namespace Rewards.Grains.Tests.Hosting;

/// <summary>A journal that can be closed and opened again, as a restart of the process would.</summary>
public interface IBackend : IAsyncDisposable
{
    IJournal Journal { get; }

    /// <summary>Called once, before the journal is used.</summary>
    ValueTask OpenAsync() => ValueTask.CompletedTask;

    ValueTask ReopenAsync();
}

public sealed class MemoryBackend : IBackend
{
    private InMemoryJournal journal = new();

    public IJournal Journal => journal;

    public ValueTask ReopenAsync()
    {
        journal = journal.Reopened();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();
}

/// <summary>A real file in a folder of its own.</summary>
public sealed class SqliteBackend : IBackend
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rewards-grains-");
    private SqliteJournal journal;

    public SqliteBackend() => journal = Open();

    public IJournal Journal => journal;

    /// <summary>The file as it is looked at while nobody writes; close the journal before.</summary>
    public SqliteJournalReader OpenForReading() =>
        SqliteJournalReader.Open(Path.Combine(folder.FullName, "journal.db"));

    public async ValueTask ReopenAsync()
    {
        await journal.DisposeAsync();
        journal = Open();
    }

    /// <summary>Changes one byte of the closed file, in the only place in it where these bytes are.</summary>
    public async ValueTask DamageAsync(byte[] found, int at, byte to)
    {
        await journal.DisposeAsync();
        var path = Path.Combine(folder.FullName, "journal.db");
        var bytes = await File.ReadAllBytesAsync(path);
        var place = bytes.AsSpan().IndexOf(found);
        Assert.True(place > 0 && bytes.AsSpan(place + 1).IndexOf(found) < 0, "Not in the file, or more than once.");
        bytes[place + at] = to;
        await File.WriteAllBytesAsync(path, bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await journal.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private SqliteJournal Open() =>
        SqliteJournal.Open(new SqliteJournalOptions { Path = Path.Combine(folder.FullName, "journal.db") });
}
