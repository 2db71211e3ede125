using Rewards.Journal;

namespace Rewards.Grains.InProcess;

/// <summary>What the host needs of a grain in memory.</summary>
internal interface IActivation
{
    StreamId Id { get; }

    /// <summary>Used since the eviction hand passed.</summary>
    bool Touched { get; set; }

    /// <summary>No longer the grain's state: whoever holds it asks the host again.</summary>
    bool Closed { get; }

    /// <summary>Version of the last record that it has read or written; 0 until it is loaded.</summary>
    long Version { get; }

    /// <summary>Commands that wait for its turn now.</summary>
    int Waiting { get; }

    ValueTask EnterAsync(int mailboxMax);

    bool TryEnter();

    void Exit();

    /// <summary>Nothing is on its way to the journal.</summary>
    bool IsIdle();

    void Close();

    ValueTask LoadAsync();
}
