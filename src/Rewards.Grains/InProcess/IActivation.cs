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

    /// <summary>The state is there; in a store that is shared it may be behind.</summary>
    bool IsLoaded { get; }

    /// <summary>A turn begins: the state is there, and nothing is taken for new yet.</summary>
    ValueTask LoadAsync();

    /// <summary>The turn took an id for new without asking, and has appended nothing that would prove it.</summary>
    bool RestsOnAssumption { get; }

    /// <summary>
    /// The turn asks for every id instead of taking it for new; those that follow too, if repeats are about.
    /// </summary>
    void LookUp(bool repeatsAreAbout);

    /// <summary>Makes sure that nobody else has appended since.</summary>
    /// <exception cref="JournalConflictException">Somebody has: the state is not to be trusted.</exception>
    ValueTask RequireCurrentAsync();
}
