namespace Rewards.Domain.Programmes;

/// <summary>Finds the word that an author probably meant, and says which words are allowed.</summary>
public static class Suggestion
{
    private const int ListedMax = 24;
    private const int LengthMax = 64;

    /// <summary>"; did you mean 'order'?" (nothing when no word is near), followed by the allowed words.</summary>
    public static string For(string written, IEnumerable<string> words)
    {
        var known = words.ToList();
        var listed = string.Join(", ", known.Take(ListedMax)) + (known.Count > ListedMax ? ", …" : "");
        var hint = Nearest(written, known) is { } near ? $"; did you mean '{near}'?" : ";";
        return known.Count == 0 ? "; none is declared" : $"{hint} Allowed: {listed}";
    }

    /// <summary>The word that is at most a third of its letters away, or null.</summary>
    public static string? Nearest(string written, IEnumerable<string> words)
    {
        if (written.Length > LengthMax)
        {
            return null;
        }

        string? nearest = null;
        var best = int.MaxValue;
        foreach (var word in words.Where(word => word.Length <= LengthMax))
        {
            var near = Math.Max(1, Math.Max(word.Length, written.Length) / 3);
            if (Math.Abs(word.Length - written.Length) > near)
            {
                continue;
            }

            var distance = Distance(written.ToLowerInvariant(), word.ToLowerInvariant());
            if (distance <= near && distance < best)
            {
                (nearest, best) = (word, distance);
            }
        }

        return nearest ?? OnlyOneBeginningWith(written, words);
    }

    /// <summary>Who wrote the beginning of one word, and of no other, meant it.</summary>
    private static string? OnlyOneBeginningWith(string written, IEnumerable<string> words)
    {
        const int lettersMin = 4;
        var longer = written.Length < lettersMin
            ? []
            : words.Where(word => word.StartsWith(written, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return longer.Count == 1 ? longer[0] : null;
    }

    /// <summary>Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).</summary>
    private static int Distance(string x, string y)
    {
        var d = new int[x.Length + 1, y.Length + 1];
        for (var i = 0; i <= x.Length; i++)
        {
            for (var j = 0; j <= y.Length; j++)
            {
                d[i, j] = i == 0 || j == 0 ? i + j : Step(d, x, y, i, j);
            }
        }

        return d[x.Length, y.Length];
    }

    private static int Step(int[,] d, string x, string y, int i, int j)
    {
        var replaced = d[i - 1, j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1);
        var least = Math.Min(replaced, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1];
        return swapped ? Math.Min(least, d[i - 2, j - 2] + 1) : least;
    }
}
