using System.Globalization;
using Rewards.Journal;

namespace Rewards.Grains.Verification;

/// <summary>
/// Something that is wrong: where, and what. <paramref name="Stream"/> null: the journal as a whole.
/// </summary>
public sealed record Finding(StreamId? Stream, long Version, string What)
{
    public override string ToString() => Stream is { } stream
        ? string.Create(CultureInfo.InvariantCulture, $"{stream} version {Version}: {What}")
        : What;
}
