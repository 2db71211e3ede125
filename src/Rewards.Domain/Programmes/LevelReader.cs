using Rewards.Domain.Levels;

namespace Rewards.Domain.Programmes;

/// <summary>Reads <c>levels</c>: from the lowest to the highest, each by the contribution that it takes.</summary>
public static class LevelReader
{
    private const string Allowed = "a list like [{ id: regular, atLeast: 100 }]";

    /// <summary>Highest score of a level, in points: its thousandths and theirs are far from every overflow.</summary>
    private const long PointsMax = 1_000_000_000_000;

    /// <summary>What is said of levels where there is no contribution model.</summary>
    public const string NeedsModel =
        "needs contribution: levels follow from the contribution model and from nothing else";

    /// <summary>The levels; null where none are written or none can be read.</summary>
    internal static LevelLadder? Read(DocumentMapping root)
    {
        if (root.Find("levels") is not { } field || field.AsList(Allowed) is not { } items)
        {
            return null;
        }

        if (items.Count is 0 or > Level.Max)
        {
            field.Complain($"has {items.Count} levels; allowed: 1 to {Level.Max}");
            return null;
        }

        var levels = new List<Level>();
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.AsMapping("a mapping like { id: regular, atLeast: 100 }") is { } mapping
                && ReadLevel(mapping, levels.LastOrDefault()) is { } level)
            {
                if (!places.TryAdd(level.Id, item.Path))
                {
                    item.Complain($"'{level.Id}' is already the id at {places[level.Id]}; each level needs its own");
                }

                levels.Add(level);
            }
        }

        return new LevelLadder(levels);
    }

    private static Level? ReadLevel(DocumentMapping mapping, Level? before)
    {
        mapping.AllowOnly("id", "names", "atLeast", "keptFrom");
        var id = mapping.Require("id", "a name of a–z, 0–9 and '-', unique among the levels")?.AsSlug();
        var names = NamesReader.Read(mapping.Find("names"));
        var field = mapping.Require("atLeast", "the contribution that it takes, in whole points");
        if (field?.AsInteger(0, PointsMax) is not { } atLeast)
        {
            // Still declared: one mistake, one complaint.
            return id is null ? null : new Level(id, names, before?.AtLeastMillis ?? 0, 0);
        }

        if (before is not null && atLeast * 1_000 <= before.AtLeastMillis)
        {
            field.Complain($"is {atLeast}, and the level before takes {before.AtLeastMillis / 1_000}; "
                + "allowed: more each time, from the lowest level to the highest");
        }

        var kept = mapping.Find("keptFrom") is { } written
            ? written.AsInteger(0, atLeast) * 1_000 : atLeast * 1_000 * Level.KeptPercent / 100;
        return id is null ? null : new Level(id, names, atLeast * 1_000, kept ?? 0);
    }
}
