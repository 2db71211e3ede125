namespace Rewards.Domain.Levels;

/// <summary>
/// A level that contribution reaches. Scores in thousandths of a point: from <paramref name="AtLeastMillis"/> on a
/// member has it, and keeps it until the score falls below <paramref name="KeptFromMillis"/>.
/// </summary>
public sealed record Level(
    string Id, IReadOnlyDictionary<string, string> Names, long AtLeastMillis, long KeptFromMillis)
{
    /// <summary>Most levels of a programme.</summary>
    public const int Max = 50;

    /// <summary>Where nothing else is written, a level is kept down to this share of what it takes.</summary>
    public const int KeptPercent = 90;
}

/// <summary>A programme's levels from the lowest to the highest.</summary>
public sealed class LevelLadder(IReadOnlyList<Level> levels)
{
    public IReadOnlyList<Level> Levels { get; } = levels;

    /// <summary>1 for the lowest level; 0 for none, and for a level that this programme does not know.</summary>
    public int RankOf(string? id)
    {
        for (var i = 0; id is not null && i < Levels.Count; i++)
        {
            if (string.Equals(Levels[i].Id, id, StringComparison.Ordinal))
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>
    /// The rank at a score: the highest level reached, or a higher one that the member has and keeps.
    /// </summary>
    /// <param name="rank">The rank before.</param>
    /// <param name="millis">The score, in thousandths of a point.</param>
    public int RankAt(int rank, long millis)
    {
        for (var i = Levels.Count; i > 0; i--)
        {
            var level = Levels[i - 1];
            if (millis >= level.AtLeastMillis || (i <= rank && millis >= level.KeptFromMillis))
            {
                return i;
            }
        }

        return 0;
    }

    /// <summary>The level of a rank; null for 0.</summary>
    public Level? At(int rank) => rank == 0 ? null : Levels[rank - 1];

    /// <summary>The next higher level; null at the top.</summary>
    public Level? After(int rank) => rank < Levels.Count ? Levels[rank] : null;
}
