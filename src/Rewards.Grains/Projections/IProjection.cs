using Rewards.Journal;

namespace Rewards.Grains.Projections;

/// <summary>
/// Something computed from committed events, that can be thrown away and computed again. A record that comes twice is
/// applied once: the runner saves state and cursor together and passes over versions that it has seen.
/// </summary>
public interface IProjection
{
    /// <summary>Its name in the journal; a new name computes from the beginning.</summary>
    string Name { get; }

    void Apply(StoredRecord record);

    /// <summary>The state, for <see cref="Load"/>; who saves it puts it under a <see cref="ProjectionSeal"/>.</summary>
    byte[] Save();

    /// <summary>Goes on from what <see cref="Save"/> wrote; empty: from nothing.</summary>
    void Load(ReadOnlySpan<byte> state);
}
