namespace Rewards.Journal.Tests.Conformance;

/// <summary>A store under test: its open journal, and a way to stop and start it.</summary>
public interface IJournalBackend : IAsyncDisposable
{
    IJournal Journal { get; }

    /// <summary>Closes the journal in an orderly way and opens it again over the same data.</summary>
    ValueTask ReopenAsync();
}
